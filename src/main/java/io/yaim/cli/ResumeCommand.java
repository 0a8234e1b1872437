package io.yaim.cli;

import io.yaim.cli.show.Done;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `yaim resume`: the end of a drain, or of a pause.
@Command(
        name = "resume",
        description = "Lets a node take addresses again that was drained; without a node, ends a pause.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ResumeCommand implements Callable<Integer> {

    @Mixin
    private final TalkOptions talk = new TalkOptions();

    @Parameters(arity = "0..1", paramLabel = "NODE", description = "The node that was drained.")
    private @Nullable String node;

    @Override
    public Integer call() throws Exception {
        return talk.order((orders, output) -> {
            if (node == null) {
                orders.resume();
                Done.show("moves for balance go on", output);
            } else {
                orders.resume(node);
                Done.show(node + " takes addresses again", output);
            }
        });
    }
}
