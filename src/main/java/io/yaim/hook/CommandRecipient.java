package io.yaim.hook;

import io.yaim.json.Json;
import io.yaim.model.PrintableLine;
import io.yaim.process.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Runs a command for each event, with the event in its environment and as a line of JSON on its standard input.
/// Exit status 0 is success.
public final class CommandRecipient implements HookRecipient {

    private static final int LONGEST_REASON = 200;

    private final String hook;
    private final List<String> line;

    /// @param hook the name of the hook, which the command receives
    public CommandRecipient(String hook, List<String> line) {
        this.hook = hook;
        this.line = List.copyOf(line);
    }

    @Override
    public void deliver(HookEvent event, Duration timeout) throws IOException, InterruptedException {
        var environment = new LinkedHashMap<>(event.environment());
        environment.put("YAIM_HOOK", hook);
        var input = new LinkedHashMap<String, Object>(event.fields());
        input.put("hook", hook);
        Optional<Command.ExitResult> exitResult = new Command(line, environment, Json.of(input) + "\n").run(timeout);
        if (exitResult.isEmpty()) {
            throw new IOException("it did not end within " + timeout.toMillis() + " ms");
        }
        if (exitResult.get().status() != 0) {
            throw new IOException("exit status " + exitResult.get().status() + said(exitResult.get()));
        }
    }

    private static String said(Command.ExitResult exitResult) {
        return exitResult
                .output()
                .lines()
                .filter(text -> !text.isBlank())
                .findFirst()
                .map(text -> ": " + PrintableLine.of(text.strip(), LONGEST_REASON))
                .orElse("");
    }
}
