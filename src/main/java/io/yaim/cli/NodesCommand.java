package io.yaim.cli;

import io.yaim.cli.output.WatchOptions;
import io.yaim.cli.show.NodeRows;
import io.yaim.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `yaim nodes`: shows the nodes.
@Command(
        name = "nodes",
        description = "Shows the nodes: their states, how many entries they own, and how many they should own.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class NodesCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Mixin
    private final WatchOptions watch = new WatchOptions();

    @Override
    public Integer call() throws Exception {
        return api.show(watch.period(), NodeRows::show);
    }
}
