package io.yaim.cli;

import io.yaim.cli.show.ResultOutput;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `yaim move`: moves an address to a node.
@Command(
        name = "move",
        description = {
            "Moves an address to a node, and waits until it is there.",
            "It stays there while that node runs."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class MoveCommand implements Callable<Integer> {

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
                wait, (adminClient, cliOutput) -> ResultOutput.showMove(adminClient.move(ip, node), cliOutput));
    }
}
