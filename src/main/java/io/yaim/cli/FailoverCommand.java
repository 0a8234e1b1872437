package io.yaim.cli;

import io.yaim.cli.show.ResultOutput;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `yaim failover`: moves an address away from its owner.
@Command(
        name = "failover",
        description = {
            "Moves an address away from its owner to the next node of the fair share, and waits until it is there."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class FailoverCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Parameters(index = "0", paramLabel = "IP", description = "An address of the pool.")
    private String ip = "";

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    @Override
    public Integer call() throws Exception {
        return api.change(wait, (adminClient, cliOutput) -> ResultOutput.showMove(adminClient.failover(ip), cliOutput));
    }
}
