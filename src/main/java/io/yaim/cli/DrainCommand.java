package io.yaim.cli;

import io.yaim.cli.show.ResultOutput;
import io.yaim.daemon.Version;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `yaim drain`: a node gives everything away.
@Command(
        name = "drain",
        description = {
            "Has a node give away what it owns, and take nothing, until yaim resume; waits until it owns nothing.",
            "Asks first if some address would have no owner then."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DrainCommand implements Callable<Integer> {

    @Mixin
    private final ApiCommandOptions api = new ApiCommandOptions();

    @Parameters(paramLabel = "NODE", description = "The node.")
    private String node = "";

    @Option(
            names = {"-y", "--yes", "--force"},
            description = "Do not ask, though some addresses would have no owner.")
    private boolean isForced;

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    @Override
    public Integer call() throws Exception {
        return api.change(wait, (adminClient, cliOutput) -> {
            Map<String, String> lost = adminClient.unplaceableWithout(node);
            if (!lost.isEmpty() && !isForced && !isConfirmed(lost)) {
                throw new IOException(node + " is not drained");
            }
            adminClient.drain(node);
            ResultOutput.show(node + " is drained", cliOutput);
        });
    }

    private boolean isConfirmed(Map<String, String> lost) {
        PrintWriter err = api.err();
        err.println("yaim: without " + node + " nobody takes:");
        lost.forEach((ip, why) -> err.println("  " + ip + ": " + why));
        err.flush();
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (console.isEmpty()) {
            err.println("yaim: --yes drains it all the same");
        }
        return console.map(terminal -> terminal.readLine("Drain it all the same? [y/N] "))
                .filter(answer -> answer.strip().equalsIgnoreCase("y"))
                .isPresent();
    }
}
