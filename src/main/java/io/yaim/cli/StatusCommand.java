package io.yaim.cli;

import io.yaim.cli.output.WatchOptions;
import io.yaim.cli.show.ClusterOverview;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `yaim status`: shows the state of the cluster.
@Command(
        name = "status",
        description = {
            "Shows a summary of the cluster, its nodes, and problems.",
            "The exit status is 1 if an address has no owner, another host uses one, or the store is unreachable."
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
