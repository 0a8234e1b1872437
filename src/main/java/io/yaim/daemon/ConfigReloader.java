package io.yaim.daemon;

import io.yaim.config.Config;
import io.yaim.config.ConfigReload;
import io.yaim.config.ReloadResult;
import io.yaim.setting.ConfigException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Reads the configuration again while the daemon runs, and applies it to the parts of the daemon: to all of them, or
/// to none if one of them refuses it. Only one reload runs at a time.
final class ConfigReloader implements AutoCloseable {

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(1);

    private final ConfigSource configSource;
    private final List<Reloadable> reloadables;
    private final List<Consumer<ReloadResult>> listeners;
    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore requests = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().daemon().name("reload").unstarted(this::serveRequests);
    private Config current; // guarded by lock

    /// @param running the configuration with which the daemon started
    /// @param listeners receive the result, in this order, before the next reload
    ConfigReloader(
            ConfigSource configSource,
            Config running,
            List<Reloadable> followers,
            List<Consumer<ReloadResult>> listeners) {
        this.configSource = configSource;
        this.current = running;
        this.reloadables = List.copyOf(followers);
        this.listeners = List.copyOf(listeners);
    }

    /// Reads the configuration from the places from which the running one was read.
    interface ConfigSource {
        Config read() throws ConfigException;
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

    private ReloadResult attempt() {
        var steps = new ArrayList<PreparedReload>();
        ConfigReload reload;
        try {
            reload = ConfigReload.of(current, configSource.read());
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
