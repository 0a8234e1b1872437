package io.yaim.cli;

import io.yaim.cli.show.ResultOutput;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `yaim pause`: stops moves for balance.
@Command(
        name = "pause",
        description = {"Stops moves for balance until yaim resume.", "Addresses without an owner still get one."},
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
