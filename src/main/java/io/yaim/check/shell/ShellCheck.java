package io.yaim.check.shell;

import io.yaim.check.Check;
import io.yaim.check.Verdict;
import io.yaim.process.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Runs a command with the shell. Exit status 0 passes, any other fails at once.
final class ShellCheck implements Check {

    private final Command command;

    ShellCheck(String command) {
        this.command = new Command(List.of("/bin/sh", "-c", command), Map.of(), "");
    }

    @Override
    public Verdict run(Duration timeout) throws IOException, InterruptedException {
        return command.run(timeout)
                .map(ShellCheck::verdict)
                .orElseGet(() -> new Verdict.Fail("did not end within " + timeout.toMillis() + " ms"));
    }

    private static Verdict verdict(Command.ExitResult exitResult) {
        if (exitResult.status() == 0) {
            return new Verdict.Pass();
        }
        return new Verdict.Fail(
                exitResult.output().isBlank() ? "exit status " + exitResult.status() : exitResult.output());
    }
}
