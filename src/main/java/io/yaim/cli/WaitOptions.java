package io.yaim.cli;

import io.yaim.cli.admin.CompletionWaiter;
import io.yaim.cli.admin.WaitProgress;
import io.yaim.cli.output.Terminal;
import io.yaim.linux.BootClock;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that say how long to wait for the effect of an operator request.
final class WaitOptions {

    private static final int LONGEST_SECONDS = 3600;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec mixee;

    @Option(names = "--no-wait", description = "Do not wait until the change has taken effect.")
    private boolean isNoWait;

    private Duration limit = Duration.ofSeconds(30);

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Wait at most this long for the change to take effect (default 30), then exit with 1.")
    void timeout(int seconds) {
        if (mixee != null && (seconds < 1 || seconds > LONGEST_SECONDS)) {
            throw new ParameterException(
                    mixee.commandLine(), "--timeout: expected 1 to " + LONGEST_SECONDS + " seconds, found " + seconds);
        }
        limit = Duration.ofSeconds(seconds);
    }

    CompletionWaiter completionWaiter(PrintWriter err) {
        boolean isTerminal = Terminal.of(System.getenv()).isTerminal();
        return new CompletionWaiter(
                isNoWait ? Optional.empty() : Optional.of(limit),
                new WaitProgress(err, isTerminal),
                BootClock::now,
                Thread::sleep);
    }
}
