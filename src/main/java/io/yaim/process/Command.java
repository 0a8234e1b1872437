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

/// A command that runs for a limited time, in a session of its own.
///
/// @param environment variables that are added to those of this process; variables `YAIM_…` of this process are
///     removed, because they may be secret
/// @param input what the command receives on standard input: at most [#MAX_INPUT_BYTES] bytes
public record Command(List<String> line, Map<String, String> environment, String input) {

    /// The capacity of a pipe, so that writing never blocks, even if the command does not read (pipe(7)).
    public static final int MAX_INPUT_BYTES = 65_536;

    private static final String TAG_VARIABLE = "YAIM_RUN";
    private static final Duration OUTPUT_TIMEOUT = Duration.ofMillis(500);

    public Command {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
        if (input.getBytes(StandardCharsets.UTF_8).length > MAX_INPUT_BYTES) {
            throw new IllegalArgumentException(
                    "more than " + MAX_INPUT_BYTES + " bytes of input for " + line.getFirst());
        }
    }

    /// How a command ended.
    ///
    /// @param status the exit status; 128 plus the signal number if a signal ended the command
    /// @param output the beginning of its standard output; if that is blank, of its standard error
    public record ExitResult(int status, String output) {}

    /// Runs the command. Empty if it did not end within `timeout`. In that case, and if this thread is
    /// interrupted, the command and all processes that it started are killed. If it ended in time, background
    /// processes are killed only if they have its output open.
    public Optional<ExitResult> run(Duration timeout) throws IOException, InterruptedException {
        RunningCommand running = start();
        boolean clean = false;
        try {
            write(running.process);
            if (!running.process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
            clean = running.processOutput.awaitEnd(OUTPUT_TIMEOUT) && running.errors.awaitEnd(OUTPUT_TIMEOUT);
            return Optional.of(new ExitResult(running.process.exitValue(), running.output()));
        } finally {
            if (!clean) {
                running.tree.kill();
            }
        }
    }

    private RunningCommand start() throws IOException {
        String tag = UUID.randomUUID().toString();
        List<String> inSession = new ArrayList<>(List.of("setsid"));
        inSession.addAll(line);
        ProcessBuilder builder = new ProcessBuilder(inSession);
        builder.environment().keySet().removeIf(name -> name.startsWith("YAIM_"));
        builder.environment().putAll(environment);
        builder.environment().put(TAG_VARIABLE, tag);
        // The JDK ends its own streams with the process, even if another process still writes to them. So pipes
        // are used.
        try (Pipe output = Pipe.open();
                Pipe errors = Pipe.open()) {
            ProcessOutput standardOutput = new ProcessOutput(output.openReadEnd());
            ProcessOutput standardError = new ProcessOutput(errors.openReadEnd());
            Process process = builder.redirectOutput(output.writeEnd())
                    .redirectError(errors.writeEnd())
                    .start();
            return new RunningCommand(
                    process,
                    new ProcessTree(process.toHandle(), TAG_VARIABLE + "=" + tag),
                    standardOutput,
                    standardError);
        }
    }

    private void write(Process process) throws IOException {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // EPIPE: a command need not read its input. Its exit status says whether it worked.
            if (process.isAlive() && !String.valueOf(e.getMessage()).contains("Broken pipe")) {
                throw e;
            }
        }
    }

    private record RunningCommand(
            Process process, ProcessTree tree, ProcessOutput processOutput, ProcessOutput errors) {

        String output() {
            return processOutput.text().isBlank() ? errors.text() : processOutput.text();
        }
    }
}
