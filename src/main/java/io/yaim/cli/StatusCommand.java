package io.yaim.cli;

import io.yaim.cli.output.WatchOptions;
import io.yaim.cli.show.ClusterOverview;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `yaim status`: how the cluster is.
@Command(
        name = "status",
        description = {
            "Shows the cluster in a few lines, its nodes, and what is wrong.",
            "The exit status is 1 if an address has no owner or is used by somebody else, too, or if the store is away."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Mixin
    private final WatchOptions watch = new WatchOptions();

    @Override
    public Integer call() throws Exception {
        return api.show(watch.period(), ClusterOverview::show);
    }
}
