package io.yaim.cli;

import io.yaim.cli.show.Done;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `yaim remove`: less in the pool.
@Command(
        name = "remove",
        description = "Removes addresses from the pool, and waits until their owners have let go of them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RemoveCommand implements Callable<Integer> {

    @Mixin
    private final TalkOptions talk = new TalkOptions();

    @Parameters(arity = "1..*", paramLabel = "IP", description = "Addresses of the pool.")
    private List<String> ips = List.of();

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    @Override
    public Integer call() throws Exception {
        return talk.order(wait, (orders, output) -> {
            orders.remove(ips);
            Done.show("Removed: " + String.join(", ", ips), Map.of("removed", ips), output);
        });
    }
}
