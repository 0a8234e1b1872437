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

/// `yaim drain`: lets a node give up all its entries.
@Command(
        name = "drain",
        description = {
            "Lets a node hand over all it owns and take nothing until yaim resume; waits until it owns nothing.",
            "If an address would have no owner then, it asks first."
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
            description = "Do not ask, even if addresses would have no owner.")
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
        err.println("yaim: without " + node + " no node takes:");
        lost.forEach((ip, why) -> err.println("  " + ip + ": " + why));
        err.flush();
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (console.isEmpty()) {
            err.println("yaim: use --yes to drain it anyway");
        }
        return console.map(terminal -> terminal.readLine("Drain it anyway? [y/N] "))
                .filter(answer -> answer.strip().equalsIgnoreCase("y"))
                .isPresent();
    }
}
