package io.yaim.cli;

import io.yaim.config.source.ConfigException;
import io.yaim.config.vippy.VippyImport;
import io.yaim.daemon.DaemonConfiguration;
import io.yaim.daemon.Version;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `yaim import`: from vippy's configuration to yaim's.
@Command(
        name = "import",
        description = {
            "Prints the yaim.yml that does what a configuration of vippy does, its secret included.",
            "Comments in it say what differs. If it cannot be used as it stands, it is printed all the same, with what is"
                    + " missing on standard error and exit status 78."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ImportCommand implements Callable<Integer> {

    /// As people will call what is printed.
    private static final String RESULT = "yaim.yml";

    @Parameters(paramLabel = "FILE", description = "The configuration of vippy, such as /etc/vippy.conf.")
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws ConfigException {
        CommandSpec own = Objects.requireNonNull(spec);
        String text = VippyImport.toYaml(Objects.requireNonNull(file));
        PrintWriter out = own.commandLine().getOut();
        out.print(text);
        out.flush();
        DaemonConfiguration.checkText(RESULT, text);
        return ExitStatus.OK.code;
    }
}
