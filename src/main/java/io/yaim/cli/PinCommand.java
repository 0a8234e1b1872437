package io.yaim.cli;

import io.yaim.cli.show.ResultOutput;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `yaim pin`: assigns an address to a node until yaim unpin.
@Command(
        name = "pin",
        description = {
            "Pins an address to a node, which owns it whenever it can; waits until it is there.",
            "yaim unpin ends it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PinCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Parameters(index = "0", paramLabel = "IP", description = "An address of the pool.")
    private String ip = "";

    @Parameters(index = "1", paramLabel = "NODE", description = "The node that is to own it.")
    private String node = "";

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    @Override
    public Integer call() throws Exception {
        return api.change(
                wait,
                (adminClient, cliOutput) ->
                        ResultOutput.show(ip + " is pinned to " + node, adminClient.pin(ip, node), cliOutput));
    }
}
