package io.yaim.cli;

import io.yaim.cli.show.ResultOutput;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `yaim resume`: ends a drain or a pause.
@Command(
        name = "resume",
        description = "Ends the drain of a node; without a node, ends a pause.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ResumeCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Parameters(arity = "0..1", paramLabel = "NODE", description = "The drained node.")
    private @Nullable String node;

    @Override
    public Integer call() throws Exception {
        return api.change((adminClient, cliOutput) -> {
            if (node == null) {
                adminClient.resume();
                ResultOutput.show("moves for balance are resumed", cliOutput);
            } else {
                adminClient.resume(node);
                ResultOutput.show(node + " takes addresses again", cliOutput);
            }
        });
    }
}
