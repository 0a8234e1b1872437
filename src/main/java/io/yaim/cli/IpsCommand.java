package io.yaim.cli;

import io.yaim.cli.output.WatchOptions;
import io.yaim.cli.show.EntryRows;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `yaim ips`: shows the pool.
@Command(
        name = "ips",
        description = "Shows the addresses of the pool: their owners, since when, and their states on this node.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class IpsCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Mixin
    private final WatchOptions watch = new WatchOptions();

    @Override
    public Integer call() throws Exception {
        return api.show(watch.period(), EntryRows::show);
    }
}
