package io.yaim.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a command to its end.
public final class Shell {

    private static final Duration PATIENCE = Duration.ofSeconds(80);

    private Shell() {}

    /// Runs the command with nothing on its standard input. It must end within 80 s.
    public static String run(String... command) throws IOException {
        return run(PATIENCE, List.of(command));
    }

    /// Runs the command with nothing on its standard input.
    public static String run(Duration timeout, List<String> command) throws IOException {
        return run(timeout, command, "");
    }

    /// What the command wrote to its standard output.
    ///
    /// @param input what the command reads from its standard input
    /// @throws IOException it could not be started, did not end in time, or failed; with the command and what it
    ///     wrote to its standard error
    public static String run(Duration timeout, List<String> command, String input) throws IOException {
        // files, not pipes: nothing has to read while the command runs, and a grandchild that keeps a pipe open
        // cannot block this thread
        Path inputFile = Files.createTempFile("yaim-shell", ".in");
        Path output = Files.createTempFile("yaim-shell", ".out");
        Path errors = Files.createTempFile("yaim-shell", ".err");
        try {
            Files.writeString(inputFile, input);
            Process process = new ProcessBuilder(command)
                    .redirectInput(inputFile.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            String line = String.join(" ", command);
            if (!await(process, timeout)) {
                throw new IOException(line + ": still running after " + timeout + ": " + text(errors));
            }
            if (process.exitValue() != 0) {
                throw new IOException(line + ": exit status " + process.exitValue() + ": " + text(errors));
            }
            return Files.readString(output);
        } finally {
            Files.deleteIfExists(inputFile);
            Files.deleteIfExists(output);
            Files.deleteIfExists(errors);
        }
    }

    /// Waits for the end of a process; one that does not end in time is killed.
    static boolean await(Process process, Duration timeout) throws IOException {
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            process.destroyForcibly().waitFor();
            return false;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for process " + process.pid(), e);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
