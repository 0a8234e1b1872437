package io.yaim.cli;

import io.yaim.config.vippy.VippyImport;
import io.yaim.daemon.DaemonConfiguration;
import io.yaim.daemon.Version;
import io.yaim.model.NodeName;
import io.yaim.setting.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `yaim import`: converts vippy's configuration to yaim's.
@Command(
        name = "import",
        description = {
            "Converts a configuration of vippy to a yaim.yml and prints it, including the secret.",
            "Comments in it say what differs. If it cannot be used unchanged, it is printed anyway; what is missing goes"
                    + " to standard error, and the exit status is 78."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ImportCommand implements Callable<Integer> {

    /// The name of the printed file in messages.
    private static final String RESULT = "yaim.yml";

    @Parameters(paramLabel = "FILE", description = "The configuration of vippy, such as /etc/vippy.conf.")
    private @Nullable Path file;

    @Option(
            names = {"-n", "--nodename"},
            paramLabel = "NAME",
            converter = NodeNameConverter.class,
            description = "The name of the node, as vippy was given it by -n. It becomes nodename.")
    private @Nullable NodeName nodename;

    @Spec
    private @Nullable CommandSpec spec;

    static final class NodeNameConverter implements ITypeConverter<NodeName> {

        @Override
        public NodeName convert(String value) {
            try {
                return new NodeName(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public Integer call() throws ConfigException {
        CommandSpec own = Objects.requireNonNull(spec);
        String text = VippyImport.toYaml(Objects.requireNonNull(file), Optional.ofNullable(nodename));
        PrintWriter out = own.commandLine().getOut();
        out.print(text);
        out.flush();
        DaemonConfiguration.checkText(RESULT, text);
        return ExitStatus.OK.code;
    }
}
