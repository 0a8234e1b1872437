package io.yaim.process;

import io.yaim.linux.Pipe;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A command line that runs for a bounded time, in a session of its own.
///
/// @param environment added to that of this process, of which `YAIM_…` is left out: there may be secrets in
///     it
/// @param input what the command reads from its standard input, at most [#INPUT_BYTES_MOST] bytes
public record Command(List<String> line, Map<String, String> environment, String input) {

    /// A pipe holds this much, so that writing to a command that does not read never blocks (pipe(7)).
    public static final int INPUT_BYTES_MOST = 65_536;

    private static final String TAG_VARIABLE = "YAIM_RUN";
    private static final Duration END_OF_OUTPUT = Duration.ofMillis(500);

    public Command {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
        if (input.getBytes(StandardCharsets.UTF_8).length > INPUT_BYTES_MOST) {
            throw new IllegalArgumentException(
                    "more than " + INPUT_BYTES_MOST + " bytes of input for " + line.getFirst());
        }
    }

    /// How a command ended.
    ///
    /// @param status the exit status; 128 and the signal's number if a signal ended it
    /// @param output the beginning of what it said, on standard output, or else on standard error
    public record ExitResult(int status, String output) {}

    /// Runs it. Empty when it did not end within `timeout`; then, and when this thread is interrupted, it
    /// and all that it started are killed. What it left in the background when it ended in time is killed
    /// if it holds the output open, and stays otherwise.
    public Optional<ExitResult> run(Duration timeout) throws IOException, InterruptedException {
        RunningCommand runningCommand = start();
        boolean clean = false;
        try {
            write(runningCommand.process);
            if (!runningCommand.process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
            clean = runningCommand.processOutput.awaitEnd(END_OF_OUTPUT)
                    && runningCommand.errors.awaitEnd(END_OF_OUTPUT);
            return Optional.of(new ExitResult(runningCommand.process.exitValue(), runningCommand.said()));
        } finally {
            if (!clean) {
                runningCommand.tree.kill();
            }
        }
    }

    private RunningCommand start() throws IOException {
        String mark = UUID.randomUUID().toString();
        List<String> inSession = new ArrayList<>(List.of("setsid"));
        inSession.addAll(line);
        ProcessBuilder builder = new ProcessBuilder(inSession);
        builder.environment().keySet().removeIf(name -> name.startsWith("YAIM_"));
        builder.environment().putAll(environment);
        builder.environment().put(TAG_VARIABLE, mark);
        // Pipes of our own: the JDK ends its streams with the process, whoever still writes to them.
        try (Pipe output = Pipe.open();
                Pipe errors = Pipe.open()) {
            ProcessOutput said = new ProcessOutput(output.outlet());
            ProcessOutput complained = new ProcessOutput(errors.outlet());
            Process process = builder.redirectOutput(output.inlet())
                    .redirectError(errors.inlet())
                    .start();
            return new RunningCommand(
                    process, new ProcessTree(process.toHandle(), TAG_VARIABLE + "=" + mark), said, complained);
        }
    }

    private void write(Process process) throws IOException {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // EPIPE: it does not read its input, which is its right; whether it works, its exit status says.
            if (process.isAlive() && !String.valueOf(e.getMessage()).contains("Broken pipe")) {
                throw e;
            }
        }
    }

    private record RunningCommand(
            Process process, ProcessTree tree, ProcessOutput processOutput, ProcessOutput errors) {

        String said() {
            return processOutput.text().isBlank() ? errors.text() : processOutput.text();
        }
    }
}
