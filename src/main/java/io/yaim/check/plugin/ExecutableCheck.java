package io.yaim.check.plugin;

import io.yaim.check.Check;
import io.yaim.check.Verdict;
import io.yaim.process.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Runs an executable. Exit status 0 passes, 1 fails, and any other means that the service could not be reached.
final class ExecutableCheck implements Check {

    private final Command command;

    ExecutableCheck(Command command) {
        this.command = command;
    }

    @Override
    public Verdict run(Duration timeout) throws IOException, InterruptedException {
        Optional<Command.ExitResult> exitResult = command.run(timeout);
        if (exitResult.isEmpty()) {
            return new Verdict.Fail("did not end within " + timeout.toMillis() + " ms");
        }
        int status = exitResult.get().status();
        String output = exitResult.get().output();
        String reason = output.isBlank() ? "exit status " + status : output;
        return switch (status) {
            case 0 -> new Verdict.Pass();
            case 1 -> new Verdict.Fail(reason);
            default -> throw new IOException(reason);
        };
    }
}
