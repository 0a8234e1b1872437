package io.yaim.lab;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program that has addresses on one host, and the ways to control it from outside.
///
/// Its folder holds `log`, the output of all its incarnations.
public abstract class Daemon implements Closeable {

    private static final Duration TO_END = Duration.ofSeconds(60);

    private final String name;
    private final Namespace host;
    private final Path folder;
    private Optional<Path> otherLog = Optional.empty();
    private Optional<Process> process = Optional.empty();
    private boolean shouldRun;

    /// Prepares one that does not run yet.
    ///
    /// @param folder for this daemon alone; made where it is absent, and not deleted, so that a log can be
    ///     read later
    protected Daemon(String name, Namespace host, Path folder) throws IOException {
        this.name = name;
        this.host = host;
        this.folder = folder.toAbsolutePath();
        Files.createDirectories(this.folder);
        Files.deleteIfExists(log());
    }

    public final String name() {
        return name;
    }

    public final Namespace host() {
        return host;
    }

    protected final Path folder() {
        return folder;
    }

    /// The file with the whole output of the program.
    public final Path log() {
        return folder.resolve("log");
    }

    /// From its next start on the program's output goes to this file or named pipe, and not to [#log].
    public final void logTo(Path other) {
        otherLog = Optional.of(other);
    }

    /// Starts the program, in a new incarnation. Does not wait for anything.
    public abstract void start() throws IOException;

    /// Whether the present incarnation is a member of its cluster.
    public abstract boolean hasJoined() throws IOException;

    /// Its processes, the first one first.
    public abstract List<Long> processes() throws IOException;

    /// Starts this command in the host's namespace.
    ///
    /// @param environment what is added to it
    protected final void launch(List<String> command, Map<String, String> environment) throws IOException {
        if (isRunning()) {
            throw new IllegalStateException(name + " runs already");
        }
        shouldRun = true;
        ProcessBuilder builder = host.process(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(otherLog.orElse(log()).toFile()));
        builder.environment().putAll(environment);
        process = Optional.of(builder.start());
    }

    public final boolean isRunning() {
        return process.map(Process::isAlive).orElse(false);
    }

    /// Whether the program has ended without being told to.
    public final boolean hasFailed() {
        return shouldRun && !isRunning();
    }

    /// The started process. Scripts and `ip netns exec` are replaced by it.
    public final long pid() {
        return process.orElseThrow(() -> new IllegalStateException(name + " was not started"))
                .pid();
    }

    /// Asks the program to end (SIGTERM) and waits until it has; returns its exit status.
    public final int terminate() throws IOException {
        Libc.kill(pid(), Libc.SIGTERM);
        return awaitEnd();
    }

    /// Kills its first process (SIGKILL).
    public final void kill() throws IOException {
        Libc.kill(pid(), Libc.SIGKILL);
        awaitEnd();
    }

    /// Kills all its processes, so that none is left to clean up.
    public final void killAll() throws IOException {
        List<Long> all = processes();
        signal(all, Libc.SIGSTOP);
        signal(all.reversed(), Libc.SIGKILL);
        awaitEnd();
    }

    /// Stops its processes (SIGSTOP).
    public void freeze() throws IOException {
        signal(processes(), Libc.SIGSTOP);
    }

    /// Lets stopped processes go on (SIGCONT).
    public void thaw() throws IOException {
        signal(processes(), Libc.SIGCONT);
    }

    private static void signal(List<Long> pids, int signal) throws IOException {
        for (long pid : pids) {
            Libc.kill(pid, signal);
        }
    }

    /// Waits for the program to end and returns its exit status, 128 + the signal's number if a signal
    /// ended it.
    ///
    /// @throws IOException it did not end within 60 s; it has been killed then
    public final int awaitEnd() throws IOException {
        shouldRun = false;
        Process ending = process.orElseThrow(() -> new IllegalStateException(name + " was not started"));
        if (!Shell.await(ending, TO_END)) {
            throw new IOException(name + " does not end; its log: " + log());
        }
        return ending.exitValue();
    }

    /// Kills the program if it runs.
    @Override
    public void close() throws IOException {
        if (isRunning()) {
            kill();
        }
    }
}
