package io.yaim.daemon;

import io.yaim.address.netlink.NetlinkAddresses;
import io.yaim.config.Config;
import io.yaim.daemon.recovery.Cleanup;
import io.yaim.daemon.recovery.IncarnationRecord;
import io.yaim.daemon.recovery.LeaseRelease;
import io.yaim.daemon.recovery.LockedException;
import io.yaim.daemon.recovery.StateDirectory;
import io.yaim.linux.BootClock;
import io.yaim.model.NodeName;
import io.yaim.setting.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs `yaim cleanup`: a [Cleanup] with this host's addresses and the configured store. If the options name state
/// directory and node, it drops addresses even if the configuration is wrong by now.
public final class CleanupRunner {

    public static final String COMMAND = "cleanup";

    /// The name of the command in older versions.
    public static final String OLD_COMMAND = "guard";

    private static final String STATE_DIR = "state-dir";
    private static final String NODENAME = "nodename";

    /// The time to wait for a process that is about to end, or another cleanup that is nearly done.
    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(200);

    private final ConfigOptions options;
    private final Consumer<String> output;

    public CleanupRunner(ConfigOptions options, Consumer<String> output) {
        this.options = options;
        this.output = output;
    }

    /// Returns the command line of a cleanup that finds lock and record without the configuration.
    ///
    /// @param given the options of the daemon's command line
    static List<String> commandLine(Path program, ConfigOptions given, Path stateDir, String nodename) {
        var line = new ArrayList<>(List.of(program.toString(), COMMAND));
        given.file()
                .ifPresent(file ->
                        line.addAll(List.of("--config", file.toAbsolutePath().toString())));
        for (Map.Entry<String, String> setting : given.overrides().entrySet()) {
            if (!setting.getKey().equals(STATE_DIR) && !setting.getKey().equals(NODENAME)) {
                line.addAll(List.of("--set", setting.getKey() + "=" + setting.getValue()));
            }
        }
        line.addAll(List.of("--set", STATE_DIR + "=" + stateDir.toAbsolutePath()));
        line.addAll(List.of("--set", NODENAME + "=" + nodename));
        return List.copyOf(line);
    }

    /// Parses arguments of the form that [#commandLine] creates; empty: they have another form, which picocli parses.
    public static Optional<ConfigOptions> parseOwnArguments(String... args) {
        if (args.length < 1 || args.length % 2 == 0 || !isCommand(args[0])) {
            return Optional.empty();
        }
        Optional<Path> file = Optional.empty();
        var settings = new LinkedHashMap<String, String>();
        for (int i = 1; i < args.length; i += 2) {
            int equals = args[i + 1].indexOf('=');
            if (args[i].equals("--config")) {
                file = Optional.of(Path.of(args[i + 1]));
            } else if (args[i].equals("--set") && equals > 0) {
                settings.put(args[i + 1].substring(0, equals), args[i + 1].substring(equals + 1));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(ConfigOptions.of(file, settings));
    }

    /// Returns whether the arguments are those of a user with the old name of the command. A guardian of an older
    /// version also uses the old name, and need not be told.
    public static boolean isRenamed(String... args) {
        boolean isOld = args.length > 0 && args[0].equals(OLD_COMMAND);
        return isOld
                && parseOwnArguments(args).filter(CleanupRunner::isComplete).isEmpty();
    }

    private static boolean isCommand(String word) {
        return word.equals(COMMAND) || word.equals(OLD_COMMAND);
    }

    private static boolean isComplete(ConfigOptions options) {
        return options.overrides().keySet().containsAll(List.of(STATE_DIR, NODENAME));
    }

    /// Does nothing if another process holds the node's lock.
    ///
    /// @throws ConfigException the configuration is wrong, and no option says where lock and record are
    public void run() throws ConfigException, IOException {
        Map<String, String> given = options.overrides();
        String directory = given.get(STATE_DIR);
        String name = given.get(NODENAME);
        if (directory != null && name != null) {
            cleanUp(Path.of(directory), new NodeName(name));
        } else {
            Config config = DaemonConfiguration.load(options);
            cleanUp(config.node().stateDir(), config.node().name());
        }
    }

    private void cleanUp(Path directory, NodeName name) throws IOException {
        try (StateDirectory state = StateDirectory.open(directory, name, LOCK_TIMEOUT)) {
            Cleanup.LeaseReleaser leaseReleaser = (record, drop) -> releaseLease(name, record, drop);
            var cleanup = new Cleanup(() -> NetlinkAddresses.open(() -> {}), leaseReleaser, state, output);
            cleanup.run(state.network(), BootClock.now());
        } catch (LockedException e) {
            output.accept("nothing to do: " + e.getMessage());
        }
    }

    private void releaseLease(NodeName name, IncarnationRecord record, Cleanup.AddressDrop drop) throws IOException {
        Config config;
        try {
            config = DaemonConfiguration.load(options);
        } catch (ConfigException e) {
            throw new IOException("lease " + record.lease() + " is not ended: " + e.getMessage(), e);
        }
        Logging.configure(config.log());
        config.store()
                .visit(StoreContexts.of(config), store -> new LeaseRelease(store, output).release(name, record, drop));
    }
}
