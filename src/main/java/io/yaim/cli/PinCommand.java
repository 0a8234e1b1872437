package io.yaim.cli;

import io.yaim.cli.show.Done;
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
    private final TalkOptions talk = new TalkOptions();

    @Parameters(index = "0", paramLabel = "IP", description = "An address of the pool.")
    private String ip = "";

    @Parameters(index = "1", paramLabel = "NODE", description = "The node that shall own it.")
    private String node = "";

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    @Override
    public Integer call() throws Exception {
        return talk.order(
                wait, (orders, output) -> Done.show(ip + " is pinned to " + node, orders.pin(ip, node), output));
    }
}
