package io.yaim.daemon;

import picocli.CommandLine.IVersionProvider;

/// The version, as `--version` prints it.
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"yaim " + number()};
    }

    /// Returns the number, such as `1.2.3`.
    public static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
