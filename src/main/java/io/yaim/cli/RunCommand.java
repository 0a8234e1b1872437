package io.yaim.cli;

import io.yaim.daemon.ConfigOptions;
import io.yaim.daemon.DaemonRunner;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `yaim run`: runs the daemon.
@Command(
        name = RunCommand.NAME,
        description = "Runs the daemon until SIGTERM or SIGINT.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {

    static final String NAME = "run";

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws Exception {
        new DaemonRunner(options).run();
        return ExitStatus.OK.code;
    }
}
