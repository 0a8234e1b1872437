package io.yaim.cli;

import io.yaim.check.CheckProviders;
import io.yaim.cli.output.Output;
import io.yaim.cli.output.OutputOptions;
import io.yaim.cli.output.Watch;
import io.yaim.cli.output.WatchOptions;
import io.yaim.config.Config;
import io.yaim.config.ConfigException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `yaim check`: what the checks say now, without a daemon.
@Command(
        name = "check",
        description = {
            "Runs every check of the configuration once, with all its attempts, and explains the verdict.",
            "Binds nothing and asks no store; a daemon that runs is not disturbed."
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
        Config config = Configuration.load(options);
        Logging.configure(config.log());
        config.warnings().forEach(own.commandLine().getErr()::println);
        Output output = outputOptions.on(own.commandLine().getOut());
        return Watch.of(output)
                .run(watchOptions.period(), ExitStatus.FAILED.code, picture -> run(config, own, picture));
    }

    private static int run(Config config, CommandSpec own, Output output)
            throws ConfigException, IOException, InterruptedException {
        CheckProviders types =
                Configuration.checkTypes(config.checkersDir(), own.commandLine().getErr()::println);
        Verdicts verdicts = Verdicts.of(CheckSwap.make(config, _ -> types).checks(), types);
        output.show(verdicts.value(), Verdicts.COLUMNS);
        return verdicts.isHealthy() ? ExitStatus.OK.code : ExitStatus.FAILED.code;
    }
}
