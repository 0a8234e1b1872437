package io.yaim.cli;

import io.yaim.cli.show.ResultOutput;
import io.yaim.daemon.Version;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `yaim remove`: removes entries from the pool.
@Command(
        name = "remove",
        description = "Removes addresses from the pool, and waits until their owners have dropped them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RemoveCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Parameters(arity = "1..*", paramLabel = "IP", description = "Addresses of the pool.")
    private List<String> ips = List.of();

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    @Override
    public Integer call() throws Exception {
        return api.change(wait, (adminClient, cliOutput) -> {
            adminClient.remove(ips);
            ResultOutput.show("Removed: " + String.join(", ", ips), Map.of("removed", ips), cliOutput);
        });
    }
}
