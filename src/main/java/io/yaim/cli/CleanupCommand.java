package io.yaim.cli;

import io.yaim.daemon.CleanupOutput;
import io.yaim.daemon.CleanupRunner;
import io.yaim.daemon.ConfigOptions;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `yaim cleanup`: the guardian runs it after its daemon has ended, and so does systemd (ExecStopPost).
@Command(
        name = CleanupRunner.COMMAND,
        description =
                "Cleans up after a daemon that no longer runs: drops its addresses, hands them over, ends its lease.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CleanupCommand implements Callable<Integer> {

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws Exception {
        try (var output = new CleanupOutput()) {
            new CleanupRunner(options, output).run();
            return ExitStatus.OK.code;
        }
    }
}
