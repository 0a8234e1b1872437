package io.yaim.daemon;

import io.yaim.config.Config;
import io.yaim.config.ReloadResult;
import io.yaim.config.source.ConfigException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Reads the configuration again while the daemon runs, and has the parts of the daemon follow it: all of
/// them, or, if anything in it is wrong for one of them, none. One at a time.
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

    /// @param running what the daemon started with
    /// @param listeners told of the outcome, in this order, before the next reload
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

    /// Reads the configuration from the places where the running one came from.
    interface ConfigSource {
        Config read() throws ConfigException;
    }

    /// A part of the daemon whose configuration may become another.
    interface Reloadable {

        /// Gets ready to go by `next`, in which what counts only at the next start is as it was. All that
        /// can fail is done here, and nothing that anybody notices.
        PreparedReload prepare(Config next) throws ConfigException, IOException;
    }

    /// What a part is ready to do: one of the two, once.
    interface PreparedReload {

        /// Goes by the new configuration from now on. Neither fails nor waits.
        void apply();

        /// Another part is not ready.
        default void discard() {}
    }

    /// Lets [#requestReload] take effect.
    ConfigReloader start() {
        thread.start();
        return this;
    }

    /// Has it done soon, by a thread of its own; once more if it is being done. Never waits.
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

    /// Does it, and returns what came of it. May be called from any thread.
    ReloadResult reload() throws InterruptedException {
        if (!lock.tryLock(LOCK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            return new ReloadResult.Refused(List.of("another reload has not ended yet"));
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
        Config next;
        ReloadResult.Applied difference;
        try {
            Config read = configSource.read();
            difference = ReloadResult.difference(current, read);
            next = current.reloadedWith(read);
            for (Reloadable reloadable : reloadables) {
                steps.add(reloadable.prepare(next));
            }
        } catch (ConfigException e) {
            return refused(steps, e.problems());
        } catch (IOException e) {
            return refused(steps, List.of(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) { // a type of checks may be foreign code, which throws anything
            return refused(steps, List.of(e.toString()));
        }
        steps.forEach(PreparedReload::apply);
        current = next;
        return difference;
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
