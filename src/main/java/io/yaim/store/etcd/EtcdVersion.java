package io.yaim.store.etcd;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is known of etcd's versions.
final class EtcdVersion {

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4}).*");

    private EtcdVersion() {}

    /// A leader that hung and was deposed revokes leases that others renewed meanwhile, until 3.4.31 and 3.5.13.
    static Optional<String> warning(String version) {
        Matcher matcher = FORM.matcher(version);
        if (!matcher.matches()) {
            return Optional.of("cannot tell etcd's version from " + version);
        }
        return isFixed(matcher.toMatchResult())
                ? Optional.empty()
                : Optional.of("etcd " + version + " may end leases too early after its leader hung"
                        + " (etcd issue 15247); 3.4.31, 3.5.13 and later do not");
    }

    private static boolean isFixed(MatchResult version) {
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        int patch = Integer.parseInt(version.group(3));
        if (major != 3) {
            return major > 3;
        }
        return switch (minor) {
            case 4 -> patch >= 31;
            case 5 -> patch >= 13;
            default -> minor > 5;
        };
    }
}
