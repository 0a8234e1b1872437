package io.yaim.cli;

import io.yaim.cli.show.Done;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `yaim reload`: the configuration, read again.
@Command(
        name = "reload",
        description = {
            "Has the daemon read its configuration again.",
            "A wrong one changes nothing; its mistakes are told, and the exit status is 78."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ReloadCommand implements Callable<Integer> {

    @Mixin
    private final TalkOptions talk = new TalkOptions();

    @Override
    public Integer call() throws Exception {
        return talk.order((orders, output) -> Done.showReload(orders.reload(), output));
    }
}
