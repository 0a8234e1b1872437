package io.yaim.cli;

import io.yaim.cli.show.Done;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `yaim pause`: no moves for balance.
@Command(
        name = "pause",
        description = {"Lets no address move for balance until yaim resume.", "What has no owner gets one all the same."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PauseCommand implements Callable<Integer> {

    @Mixin
    private final TalkOptions talk = new TalkOptions();

    @Override
    public Integer call() throws Exception {
        return talk.order((orders, output) -> {
            orders.pause();
            Done.show("moves for balance are paused", output);
        });
    }
}
