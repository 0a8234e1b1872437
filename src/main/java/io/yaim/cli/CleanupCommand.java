package io.yaim.cli;

import io.yaim.daemon.CleanupRunner;
import io.yaim.daemon.ConfigOptions;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `yaim guard`: what the guardian runs when its daemon has ended, and systemd too (ExecStopPost).
@Command(
        name = CleanupRunner.COMMAND,
        description = "Drops what a daemon left bound that does not run any more, then ends its lease.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CleanupCommand implements Callable<Integer> {

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws Exception {
        new CleanupRunner(options, Cli::printCleanup).run();
        return ExitStatus.OK.code;
    }
}
