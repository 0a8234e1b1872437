package io.yaim.cli;

import io.yaim.cli.doctor.HostDiagnosis;
import io.yaim.cli.output.CliOutput;
import io.yaim.cli.output.OutputOptions;
import io.yaim.config.Config;
import io.yaim.daemon.ConfigOptions;
import io.yaim.daemon.DaemonConfiguration;
import io.yaim.daemon.Logging;
import io.yaim.daemon.StoreContexts;
import io.yaim.daemon.Version;
import io.yaim.model.Finding;
import io.yaim.store.spi.ConfiguredStore;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `yaim doctor`: finds problems of this host and its store.
@Command(
        name = "doctor",
        description = {
            "Finds problems of this host and its store, and says how to correct them.",
            "Checks privileges, interface, kernel settings, other programs that remove addresses, the store, times, clocks, memory. It only reads, and does not disturb a running daemon.",
            "Run it as root or as the user of the daemon."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DoctorCommand implements Callable<Integer> {

    private static final String BLANK = " ";

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Mixin
    private final OutputOptions outputOptions = new OutputOptions();

    @Option(
            names = {"-q", "--quiet"},
            description = "Shows problems and warnings only.")
    private boolean isQuiet;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandSpec own = Objects.requireNonNull(spec);
        Config config = DaemonConfiguration.load(options);
        Logging.turnOff();
        CliOutput cliOutput = outputOptions.open(own.commandLine().getOut());
        ConfiguredStore store = config.store();
        List<Finding> all = new HostDiagnosis(config, store.timing(), DaemonConfiguration.aotCachePath())
                .findings(store.diagnose(StoreContexts.of(config), progress(own, cliOutput)));
        List<Finding> shown = all.stream()
                .filter(finding -> !isQuiet || finding.level() != Finding.Level.OK)
                .toList();
        cliOutput.show(
                cliOutput.format() == CliOutput.Format.TABLE
                        ? shown.stream().flatMap(DoctorCommand::rows).toList()
                        : shown.stream().map(Finding::value).toList());
        long problems = all.stream().filter(Finding::isProblem).count();
        cliOutput.printForPeople(
                problems == 0 ? "no problem found" : problems == 1 ? "1 problem" : problems + " problems");
        return problems == 0 ? ExitStatus.OK.code : ExitStatus.FAILED.code;
    }

    /// Puts the remedy on a line of its own: few terminals are wide enough for another column.
    private static Stream<Map<String, Object>> rows(Finding finding) {
        var row = new LinkedHashMap<>(finding.value());
        row.remove("remedy");
        return Stream.concat(Stream.of(row), finding.remedy().stream().map(remedy -> {
            Map<String, Object> below = new LinkedHashMap<>();
            below.put("level", BLANK);
            below.put("topic", BLANK);
            below.put("found", "-> " + remedy);
            return below;
        }));
    }

    /// Shows progress to people only, on standard error.
    private static Consumer<String> progress(CommandSpec own, CliOutput cliOutput) {
        PrintWriter err = own.commandLine().getErr();
        return line -> {
            if (cliOutput.isInteractive()) {
                err.println(line + " ...");
                err.flush();
            }
        };
    }
}
