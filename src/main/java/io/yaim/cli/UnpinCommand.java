package io.yaim.cli;

import io.yaim.cli.show.ResultOutput;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `yaim unpin`: ends a pin or a move.
@Command(
        name = "unpin",
        description = "Ends a yaim pin or yaim move: the address may move again.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class UnpinCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Parameters(index = "0", paramLabel = "IP", description = "An address of the pool.")
    private String ip = "";

    @Override
    public Integer call() throws Exception {
        return api.change((adminClient, cliOutput) -> {
            adminClient.unpin(ip);
            ResultOutput.show(ip + " is no longer pinned", cliOutput);
        });
    }
}
