package io.yaim.cli;

import io.yaim.cli.output.WatchOptions;
import io.yaim.cli.show.PlanRows;
import io.yaim.daemon.Version;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `yaim plan`: a dry run.
@Command(
        name = "plan",
        description = {
            "Shows which addresses would move and why, and changes nothing.",
            "The exit status is 1 if an address would have no owner."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PlanCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Option(names = "--without", split = ",", paramLabel = "NODE", description = "Plan as if these nodes were drained.")
    private List<String> without = List.of();

    @Mixin
    private final WatchOptions watch = new WatchOptions();

    @Override
    public Integer call() throws Exception {
        return api.show(watch.period(), (asked, cliOutput) -> PlanRows.show(asked, without, cliOutput));
    }
}
