package io.yaim.cli;

import io.yaim.check.CheckProviders;
import io.yaim.cli.output.CliOutput;
import io.yaim.cli.output.OutputOptions;
import io.yaim.cli.output.RepeatedOutput;
import io.yaim.cli.output.WatchOptions;
import io.yaim.config.Config;
import io.yaim.daemon.CheckReloader;
import io.yaim.daemon.ConfigOptions;
import io.yaim.daemon.DaemonConfiguration;
import io.yaim.daemon.Logging;
import io.yaim.daemon.Version;
import io.yaim.setting.ConfigException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `yaim check`: runs the checks once, without a daemon.
@Command(
        name = "check",
        description = {
            "Runs every check of the configuration once, with all its attempts, and explains the verdict.",
            "It binds nothing and does not use the store. It does not disturb a running daemon."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Mixin
    private final OutputOptions outputOptions = new OutputOptions();

    @Mixin
    private final WatchOptions watchOptions = new WatchOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandSpec own = Objects.requireNonNull(spec);
        Config config = DaemonConfiguration.load(options);
        Logging.configure(config.log());
        config.warnings().forEach(own.commandLine().getErr()::println);
        CliOutput cliOutput = outputOptions.open(own.commandLine().getOut());
        return RepeatedOutput.of(cliOutput)
                .run(watchOptions.period(), ExitStatus.FAILED.code, output -> run(config, own, output));
    }

    private static int run(Config config, CommandSpec own, CliOutput cliOutput)
            throws ConfigException, IOException, InterruptedException {
        CheckProviders types = DaemonConfiguration.checkTypes(
                config.checks().checkersDir(), own.commandLine().getErr()::println);
        CheckReport checkReport =
                CheckReport.of(CheckReloader.create(config, _ -> types).checks(), types);
        cliOutput.show(checkReport.value(), CheckReport.COLUMNS);
        return checkReport.isHealthy() ? ExitStatus.OK.code : ExitStatus.FAILED.code;
    }
}
