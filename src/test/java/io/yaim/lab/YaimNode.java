package io.yaim.lab;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One node: the packaged program in a host's namespace, with a service whose health is a file that can be
/// taken away.
///
/// Its folder holds `yaim.yml`, `log` of all its incarnations, and the state that outlives a restart.
public final class YaimNode implements Closeable {

    private static final Duration TO_END = Duration.ofSeconds(15);

    private final String name;
    private final Namespace host;
    private final Path folder;
    private final Map<String, String> settings = new TreeMap<>();
    private Optional<Process> process = Optional.empty();
    private boolean isToRun;
    private int saidBefore;
    private int saidInFormerLives;

    /// Prepares a node that does not run yet.
    ///
    /// @param folder for this node alone; made where it is absent, and not deleted, so that a log can be
    ///     read later
    /// @param settings keys of `yaim.yml` and their values, which win over those below
    public YaimNode(String name, Namespace host, Path folder, Map<String, String> settings) throws IOException {
        this.name = name;
        this.host = host;
        this.folder = folder.toAbsolutePath();
        Files.createDirectories(this.folder);
        Files.deleteIfExists(log());
        this.settings.put("nodename", name);
        this.settings.put("interface", Segment.DEVICE);
        this.settings.put("state-dir", this.folder.resolve("state").toString());
        this.settings.put("checker-type", "shell");
        this.settings.put("shell-command", "test -e " + service());
        this.settings.put("check-interval", "250");
        this.settings.put("check-timeout", "1000"); // on a busy machine the shell itself takes its time
        this.settings.putAll(settings);
        configure(Map.of());
        mendService();
    }

    /// Writes its configuration anew: as it was from the beginning, and these keys, which win. The program
    /// does not notice by itself.
    public void configure(Map<String, String> further) throws IOException {
        var all = new TreeMap<>(settings);
        all.putAll(further);
        var lines = new StringBuilder();
        all.forEach((key, value) -> lines.append("%s: %s%n".formatted(key, yaml(value))));
        Files.writeString(config(), lines);
    }

    /// A list as it is; all else quoted, for it is a string, a number, whatever the reader makes of it.
    private static String yaml(String value) {
        return value.startsWith("[") ? value : "'" + value.replace("'", "''") + "'";
    }

    /// Where the packaged program lies.
    ///
    /// @throws IOException it has not been built
    public static Path home() throws IOException {
        Path home = Path.of(System.getProperty("yaim.home", "target/yaim")).toAbsolutePath();
        if (!Files.isExecutable(home.resolve("bin/yaim"))) {
            throw new IOException("no program at " + home + "/bin/yaim: build it by mvn package");
        }
        return home;
    }

    public String name() {
        return name;
    }

    public Namespace host() {
        return host;
    }

    /// Starts the program, in a new incarnation. Does not wait for anything.
    public void start() throws IOException {
        start(Map.of());
    }

    /// The same, with more in its environment.
    public void start(Map<String, String> environment) throws IOException {
        if (isRunning()) {
            throw new IllegalStateException(name + " runs already");
        }
        isToRun = true;
        saidBefore = said().length();
        saidInFormerLives = saidBefore;
        String program = home().resolve("bin/yaim").toString();
        ProcessBuilder builder = host.process(List.of(program, "run", "--config", config().toString()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment);
        process = Optional.of(builder.start());
    }

    public boolean isRunning() {
        return process.map(Process::isAlive).orElse(false);
    }

    /// Whether the program has ended although nobody asked it to.
    public boolean hasFailed() {
        return isToRun && !isRunning();
    }

    /// Tells the program to read its configuration again (SIGHUP).
    public void reload() throws IOException {
        saidBefore = said().length();
        Libc.kill(pid(), Libc.SIGHUP);
    }

    /// Whether the program has said this since it was last started, or told to reload.
    public boolean hasSaid(String text) throws IOException {
        return said().indexOf(text, saidBefore) >= 0;
    }

    /// Whether the program has joined since it was last started.
    public boolean hasJoined() throws IOException {
        return said().indexOf("event=joined", saidInFormerLives) >= 0;
    }

    private String said() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    /// The process of the JVM: the start script and `ip netns exec` give way to it.
    public long pid() {
        return process.orElseThrow(() -> new IllegalStateException(name + " was not started"))
                .pid();
    }

    /// Asks the program to end (SIGTERM) and waits until it has; returns its exit status.
    public int terminate() throws IOException {
        Libc.kill(pid(), Libc.SIGTERM);
        return awaitEnd();
    }

    /// Ends the program without a word (SIGKILL).
    public void kill() throws IOException {
        Libc.kill(pid(), Libc.SIGKILL);
        awaitEnd();
    }

    /// Ends the program and, before it, the guardian beside it, so that nobody clears up.
    public void killWithGuardian() throws IOException {
        Libc.kill(guardian(), Libc.SIGKILL);
        kill();
    }

    /// The process of the guardian.
    ///
    /// @throws IOException the program has none
    public long guardian() throws IOException {
        for (ProcessHandle child : ProcessHandle.of(pid()).stream()
                .flatMap(ProcessHandle::children)
                .toList()) {
            if (Files.readString(Path.of("/proc/" + child.pid() + "/cmdline")).contains("farewell")) {
                return child.pid();
            }
        }
        throw new IOException(name + " has no guardian");
    }

    /// Runs another command of the program to its end, in the host's namespace and with this node's
    /// configuration.
    ///
    /// @throws IOException it failed; with what it wrote to its standard error
    public String command(String... words) throws IOException {
        var command = new ArrayList<>(List.of(home().resolve("bin/yaim").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--config", config().toString()));
        return host.run(command.toArray(String[]::new));
    }

    /// Stops the process where it is (SIGSTOP).
    public void freeze() throws IOException {
        Libc.kill(pid(), Libc.SIGSTOP);
    }

    /// Lets a frozen process go on (SIGCONT).
    public void thaw() throws IOException {
        Libc.kill(pid(), Libc.SIGCONT);
    }

    /// Waits for the program to end and returns its exit status, 128 + the signal's number if a signal
    /// ended it.
    ///
    /// @throws IOException it did not end within 15 s; it has been killed then
    public int awaitEnd() throws IOException {
        isToRun = false;
        Process ending = process.orElseThrow(() -> new IllegalStateException(name + " was not started"));
        if (!Shell.await(ending, TO_END)) {
            throw new IOException(name + " does not end; its log: " + log());
        }
        return ending.exitValue();
    }

    /// From now on the node's check fails.
    public void breakService() throws IOException {
        Files.deleteIfExists(service());
    }

    /// From now on the node's check passes, as it does from the beginning.
    public void mendService() throws IOException {
        Files.writeString(service(), "");
    }

    public Path config() {
        return folder.resolve("yaim.yml");
    }

    /// The file with everything that the program has said.
    public Path log() {
        return folder.resolve("log");
    }

    /// Kills the program if it runs.
    @Override
    public void close() throws IOException {
        if (isRunning()) {
            kill();
        }
    }

    private Path service() {
        return folder.resolve("service");
    }
}
