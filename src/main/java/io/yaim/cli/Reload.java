package io.yaim.cli;

import io.yaim.config.Config;
import io.yaim.config.ConfigException;
import io.yaim.config.Reloaded;
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
final class Reload implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Source source;
    private final List<Follower> followers;
    private final List<Consumer<Reloaded>> listeners;
    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore asked = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().daemon().name("reload").unstarted(this::serve);
    private Config running; // guarded by lock

    /// @param running what the daemon started with
    /// @param listeners told of the outcome, in this order, before the next reload
    Reload(Source source, Config running, List<Follower> followers, List<Consumer<Reloaded>> listeners) {
        this.source = source;
        this.running = running;
        this.followers = List.copyOf(followers);
        this.listeners = List.copyOf(listeners);
    }

    /// Reads the configuration from the places where the running one came from.
    interface Source {
        Config read() throws ConfigException;
    }

    /// A part of the daemon whose configuration may become another.
    interface Follower {

        /// Gets ready to go by `next`, in which what counts only at the next start is as it was. All that
        /// can fail is done here, and nothing that anybody notices.
        Step prepare(Config next) throws ConfigException, IOException;
    }

    /// What a part is ready to do: one of the two, once.
    interface Step {

        /// Goes by the new configuration from now on. Neither fails nor waits.
        void take();

        /// Another part is not ready.
        default void discard() {}
    }

    /// Lets [#ask] take effect.
    Reload start() {
        thread.start();
        return this;
    }

    /// Has it done soon, by a thread of its own; once more if it is being done. Never waits.
    void ask() {
        asked.release();
    }

    private void serve() {
        try {
            while (true) {
                asked.acquire();
                asked.drainPermits();
                now();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Does it, and returns what came of it. May be called from any thread.
    Reloaded now() throws InterruptedException {
        if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return new Reloaded.Refused(List.of("another reload has not ended yet"));
        }
        try {
            Reloaded outcome = attempt();
            listeners.forEach(listener -> listener.accept(outcome));
            return outcome;
        } finally {
            lock.unlock();
        }
    }

    private Reloaded attempt() {
        var steps = new ArrayList<Step>();
        Config next;
        Reloaded.Applied difference;
        try {
            Config read = source.read();
            difference = Reloaded.difference(running, read);
            next = running.adopting(read);
            for (Follower follower : followers) {
                steps.add(follower.prepare(next));
            }
        } catch (ConfigException e) {
            return refused(steps, e.problems());
        } catch (IOException e) {
            return refused(steps, List.of(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) { // a type of checks may be foreign code, which throws anything
            return refused(steps, List.of(e.toString()));
        }
        steps.forEach(Step::take);
        running = next;
        return difference;
    }

    private static Reloaded refused(List<Step> steps, List<String> errors) {
        steps.reversed().forEach(Step::discard);
        return new Reloaded.Refused(errors);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
