package io.yaim.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One node: the packaged program in a host's namespace, with a service whose health is a file that can be deleted.
///
/// Its folder also holds `yaim.yml` and the state that outlives a restart.
public final class YaimNode extends Daemon {

    private final Map<String, String> settings = new TreeMap<>();
    private int loggedBefore;
    private int loggedByPreviousIncarnations;

    /// Prepares a node that does not run yet.
    ///
    /// @param folder for this node alone; made where it is absent, and not deleted, so that a log can be
    ///     read later
    /// @param settings keys of `yaim.yml` and their values, which win over those below
    public YaimNode(String name, Namespace host, Path folder, Map<String, String> settings) throws IOException {
        super(name, host, folder);
        this.settings.put("nodename", name);
        this.settings.put("interface", Segment.DEVICE);
        this.settings.put("state-dir", folder().resolve("state").toString());
        this.settings.put("checker-type", "shell");
        this.settings.put("shell-command", "test -e " + service());
        this.settings.put("check-interval", "250");
        this.settings.put("check-timeout", "1000"); // on a busy machine the shell itself takes its time
        this.settings.putAll(settings);
        configure(Map.of());
        mendService();
    }

    /// Writes its configuration again: the initial keys, and these, which win. The program does not notice that by
    /// itself.
    public void configure(Map<String, String> further) throws IOException {
        var all = new TreeMap<>(settings);
        all.putAll(further);
        var lines = new StringBuilder();
        all.forEach((key, value) -> lines.append("%s: %s%n".formatted(key, yaml(value))));
        Files.writeString(config(), lines);
    }

    /// A list as it is. All else is quoted; the reader of the configuration decides what it is.
    private static String yaml(String value) {
        return value.startsWith("[") && value.endsWith("]") ? value : "'" + value.replace("'", "''") + "'";
    }

    /// The folder of the packaged program.
    ///
    /// @throws IOException it has not been built
    public static Path home() throws IOException {
        Path home = Path.of(System.getProperty("yaim.home", "target/yaim")).toAbsolutePath();
        if (!Files.isExecutable(home.resolve("bin/yaim"))) {
            throw new IOException("no program at " + home + "/bin/yaim: build it by mvn package");
        }
        return home;
    }

    @Override
    public void start() throws IOException {
        start(Map.of());
    }

    /// The same, with additional environment variables.
    public void start(Map<String, String> environment) throws IOException {
        start(List.of(), environment);
    }

    /// Starts the program as process 1 of a namespace of processes, as a container without an init does. Then [#pid] is
    /// the process outside, whose only child is the program.
    public void startAsProcess1() throws IOException {
        start(List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child"), Map.of());
    }

    private void start(List<String> wrapper, Map<String, String> environment) throws IOException {
        loggedBefore = logged().length();
        loggedByPreviousIncarnations = loggedBefore;
        var command = new ArrayList<>(wrapper);
        command.addAll(List.of(home().resolve("bin/yaim").toString(), "run", "--config", config().toString()));
        launch(command, environment);
    }

    /// Tells the program to read its configuration again (SIGHUP).
    public void reload() throws IOException {
        loggedBefore = logged().length();
        Libc.kill(pid(), Libc.SIGHUP);
    }

    /// Whether the program has logged this since it was last started or reloaded.
    public boolean hasLogged(String text) throws IOException {
        return logged().indexOf(text, loggedBefore) >= 0;
    }

    @Override
    public boolean hasJoined() throws IOException {
        return logged().indexOf("event=joined", loggedByPreviousIncarnations) >= 0;
    }

    private String logged() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    /// The JVM and the guardian beside it.
    @Override
    public List<Long> processes() throws IOException {
        return List.of(pid(), guardian());
    }

    /// Kills the guardian beside the program and then the program, so that there is no cleanup.
    public void killWithGuardian() throws IOException {
        Libc.kill(guardian(), Libc.SIGKILL);
        kill();
    }

    /// The process of the guardian.
    ///
    /// @throws IOException there is none
    public long guardian() throws IOException {
        for (ProcessHandle child : ProcessHandle.of(pid()).stream()
                .flatMap(ProcessHandle::children)
                .toList()) {
            if (Files.readString(Path.of("/proc/" + child.pid() + "/cmdline")).contains("dismiss")) {
                return child.pid();
            }
        }
        throw new IOException(name() + " has no guardian");
    }

    /// Runs another command of the program to its end, in the host's namespace and with this node's configuration.
    ///
    /// @throws IOException it failed; the message has its standard error
    public String command(String... words) throws IOException {
        var command = new ArrayList<>(List.of(home().resolve("bin/yaim").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--config", config().toString()));
        return host().run(command.toArray(String[]::new));
    }

    /// Stops the JVM where it is (SIGSTOP); the guardian has nothing to do until it has ended.
    @Override
    public void freeze() throws IOException {
        Libc.kill(pid(), Libc.SIGSTOP);
    }

    /// Lets a frozen JVM go on (SIGCONT).
    @Override
    public void thaw() throws IOException {
        Libc.kill(pid(), Libc.SIGCONT);
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
        return folder().resolve("yaim.yml");
    }

    private Path service() {
        return folder().resolve("service");
    }
}
