package io.yaim.daemon;

import io.yaim.config.Config;
import io.yaim.config.ConfigReload;
import io.yaim.config.ReloadResult;
import io.yaim.config.reload.KeyValues;
import io.yaim.setting.ConfigException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Reads the configuration again while the daemon runs, and applies it to the parts of the daemon: to all of them, or
/// to none if one of them refuses it. Only one reload runs at a time.
final class ConfigReloader implements AutoCloseable {

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(1);

    /// How long the configuration must stay the same before it is applied: a program may still be writing its file.
    private static final Duration SETTLE_TIME = Duration.ofMillis(300);

    private static final int MAX_READS = 20;

    private final ConfigSource configSource;
    private final Pause pause;
    private final List<Reloadable> reloadables;
    private final List<Consumer<ReloadResult>> listeners;
    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore requests = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().daemon().name("reload").unstarted(this::serveRequests);
    private Config current; // guarded by lock

    /// @param pause waits between two reads of the configuration
    /// @param running the configuration with which the daemon started
    /// @param listeners receive the result, in this order, before the next reload
    ConfigReloader(
            ConfigSource configSource,
            Pause pause,
            Config running,
            List<Reloadable> followers,
            List<Consumer<ReloadResult>> listeners) {
        this.configSource = configSource;
        this.pause = pause;
        this.current = running;
        this.reloadables = List.copyOf(followers);
        this.listeners = List.copyOf(listeners);
    }

    /// Reads the configuration from the places from which the running one was read.
    interface ConfigSource {
        Config read() throws ConfigException;
    }

    /// Waits for some time, as [Thread#sleep(Duration)] does.
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    /// A part of the daemon that can change its configuration.
    interface Reloadable {

        /// Prepares the change to `next`. In `next`, values that take effect only at the next start are unchanged.
        /// Everything that can fail is done here, without a visible effect.
        PreparedReload prepare(Config next) throws ConfigException, IOException;
    }

    /// A prepared change. One of the two methods is called, once.
    interface PreparedReload {

        /// Applies the new configuration. It neither fails nor waits.
        void apply();

        /// Discards the change, because another part has refused it.
        default void discard() {}
    }

    /// Starts the thread that serves [#requestReload].
    ConfigReloader start() {
        thread.start();
        return this;
    }

    /// Requests a reload on a thread of its own. If one is running, another follows. Never waits.
    void requestReload() {
        requests.release();
    }

    private void serveRequests() {
        try {
            while (true) {
                requests.acquire();
                requests.drainPermits();
                reload();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Reloads, and returns the result. Any thread may call.
    ReloadResult reload() throws InterruptedException {
        if (!lock.tryLock(LOCK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            return new ReloadResult.Refused(List.of("another reload is running"));
        }
        try {
            ReloadResult outcome = attempt();
            listeners.forEach(listener -> listener.accept(outcome));
            return outcome;
        } finally {
            lock.unlock();
        }
    }

    private ReloadResult attempt() throws InterruptedException {
        var steps = new ArrayList<PreparedReload>();
        ConfigReload reload;
        try {
            reload = ConfigReload.of(current, readSettled());
            for (Reloadable reloadable : reloadables) {
                steps.add(reloadable.prepare(reload.config()));
            }
        } catch (ConfigException e) {
            return refused(steps, e.problems());
        } catch (IOException e) {
            return refused(steps, List.of(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) { // a type of checks may be foreign code, which throws anything
            return refused(steps, List.of(e.toString()));
        }
        steps.forEach(PreparedReload::apply);
        current = reload.config();
        return reload.result();
    }

    /// Reads the configuration until it has stayed the same for [#SETTLE_TIME].
    private Config readSettled() throws ConfigException, InterruptedException {
        ReadResult last = ReadResult.of(configSource);
        for (int reads = 1; reads < MAX_READS; reads++) {
            pause.sleep(SETTLE_TIME);
            ReadResult next = ReadResult.of(configSource);
            if (next.isSame(last)) {
                return next.config();
            }
            last = next;
        }
        throw new ConfigException(List.of("the configuration kept changing for "
                + SETTLE_TIME.multipliedBy(MAX_READS).toSeconds() + " s, expected a file that is complete"));
    }

    /// A configuration, or its mistakes.
    private record ReadResult(Optional<Config> valid, List<String> problems) {

        static ReadResult of(ConfigSource configSource) {
            try {
                return new ReadResult(Optional.of(configSource.read()), List.of());
            } catch (ConfigException e) {
                return new ReadResult(Optional.empty(), e.problems());
            }
        }

        boolean isSame(ReadResult other) {
            return values().equals(other.values()) && problems.equals(other.problems);
        }

        private Optional<KeyValues> values() {
            return valid.map(config -> config.origin().keyValues());
        }

        Config config() throws ConfigException {
            return valid.orElseThrow(() -> new ConfigException(problems));
        }
    }

    private static ReloadResult refused(List<PreparedReload> steps, List<String> errors) {
        steps.reversed().forEach(PreparedReload::discard);
        return new ReloadResult.Refused(errors);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(JOIN_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
