package io.yaim.cli;

import io.yaim.cli.show.ResultOutput;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `yaim unpin`: an address may move again.
@Command(
        name = "unpin",
        description = "Ends what yaim pin or yaim move wished: the address may move again.",
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
            ResultOutput.show(ip + " is not pinned any more", cliOutput);
        });
    }
}
