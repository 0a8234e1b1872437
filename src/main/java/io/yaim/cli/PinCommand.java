package io.yaim.cli;

import io.yaim.cli.show.ResultOutput;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `yaim pin`: an address to a node, for good.
@Command(
        name = "pin",
        description = {
            "Keeps an address on a node whenever that node is there, and waits until it is.",
            "yaim unpin ends it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PinCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Parameters(index = "0", paramLabel = "IP", description = "An address of the pool.")
    private String ip = "";

    @Parameters(index = "1", paramLabel = "NODE", description = "The node that shall own it.")
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
