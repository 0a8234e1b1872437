package io.yaim.cli;

import io.yaim.cli.show.ResultOutput;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `yaim pause`: no moves for balance.
@Command(
        name = "pause",
        description = {"Lets no address move for balance until yaim resume.", "What has no owner gets one all the same."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PauseCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Override
    public Integer call() throws Exception {
        return api.change((adminClient, cliOutput) -> {
            adminClient.pause();
            ResultOutput.show("moves for balance are paused", cliOutput);
        });
    }
}
