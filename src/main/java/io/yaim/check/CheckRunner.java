package io.yaim.check;

import io.yaim.model.Health;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Runs all checks, each at its own pace, and provides their latest results.
///
/// One thread schedules the runs. Each attempt has a thread of its own, so a check that hangs delays no other. Before
/// [#start] and after the end the node is unhealthy, because an unchecked service may not work. Without any check the
/// node is healthy from [#start] on. The checks can be replaced while they run.
public final class CheckRunner implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CheckRunner.class.getName());
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Supplier<Duration> clock;
    private final Runnable bell;
    private final Executor threads;
    private final SchedulerThread schedulerThread;
    private List<CheckStateMachine> stateMachines; // guarded by this, as is hasEnded
    private boolean hasEnded;
    private volatile CheckResults results;

    /// @param clock time since boot
    /// @param bell is run, on any thread, whenever [#health] has changed
    public CheckRunner(List<ConfiguredCheck> checks, Supplier<Duration> clock, Runnable bell) {
        this(checks, clock, bell, CheckRunner::startThread);
    }

    CheckRunner(List<ConfiguredCheck> checks, Supplier<Duration> clock, Runnable bell, Executor threads) {
        requireDistinctNames(checks);
        this.clock = clock;
        this.bell = bell;
        this.threads = threads;
        schedulerThread = new SchedulerThread("checks", this::runDue, this::publishEnd, clock);
        Duration now = clock.get();
        this.stateMachines =
                checks.stream().map(check -> newStateMachine(check, false, now)).toList();
        this.results = new CheckResults(new Health.Unhealthy("checks have not started", true), statuses());
    }

    public void start() {
        runDue();
        schedulerThread.start();
    }

    /// The latest health. Never blocks.
    public Health health() {
        return results.health();
    }

    /// The latest result of each check. Never blocks.
    public CheckResults results() {
        return results;
    }

    /// The running checks. Pass them to [#reconfigure] again if they stay unchanged.
    public synchronized List<ConfiguredCheck> runningChecks() {
        return stateMachines.stream().map(CheckStateMachine::configured).toList();
    }

    /// Replaces the checks. A check that already runs goes on unaffected. The others start now. A new check
    /// with the name of an old one starts with the old one's result. A check with a new name starts as passing
    /// if the node was healthy, otherwise as failing. Both are changed by their own runs. Checks that are no
    /// longer used are closed. Any thread may call this. It waits for no check.
    public void reconfigure(List<ConfiguredCheck> next) {
        requireDistinctNames(next);
        List<CheckStateMachine> removed;
        synchronized (this) {
            List<CheckStateMachine> previous = stateMachines;
            Duration now = clock.get();
            boolean isHealthy = health().isHealthy();
            stateMachines = next.stream()
                    .map(check -> successor(check, previous, isHealthy, now))
                    .toList();
            removed = previous.stream()
                    .filter(machine -> !stateMachines.contains(machine))
                    .toList();
            publish(CheckResults.of(statuses()));
        }
        schedulerThread.wake();
        if (!removed.isEmpty()) {
            Thread.ofPlatform().daemon().name("checks-close").start(() -> end(removed));
        }
    }

    @SuppressWarnings("ReferenceEquality") // a new check may equal the old one, and is still another one
    private CheckStateMachine successor(
            ConfiguredCheck check, List<CheckStateMachine> previous, boolean isHealthy, Duration now) {
        boolean isPassing = isHealthy;
        for (CheckStateMachine machine : previous) {
            if (machine.configured() == check) {
                return machine;
            }
            if (machine.status().name().equals(check.settings().name())) {
                isPassing = machine.status().passing();
            }
        }
        return newStateMachine(check, isPassing, now);
    }

    private CheckStateMachine newStateMachine(ConfiguredCheck check, boolean isPassing, Duration now) {
        return new CheckStateMachine(check, this::attempt, threads, isPassing, now);
    }

    /// Interrupts all runs and closes all checks. Waits at most two seconds for that.
    @Override
    public void close() {
        schedulerThread.end();
        Thread closer = Thread.ofPlatform().daemon().name("checks-close").start(this::closeAll);
        try {
            if (!closer.join(CLOSE_TIMEOUT)) {
                LOG.log(System.Logger.Level.WARNING, "checks did not close within 2 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Does what is due, and returns the time of the next due action.
    synchronized Duration runDue() {
        Duration now = clock.get();
        Duration next = now.plus(Duration.ofHours(1));
        for (CheckStateMachine machine : stateMachines) {
            Duration due = machine.runDue(now);
            next = due.compareTo(next) < 0 ? due : next;
        }
        publish(CheckResults.of(statuses()));
        return next;
    }

    /// A failure of the service would no longer be noticed.
    private synchronized void publishEnd() {
        publish(new CheckResults(new Health.Unhealthy("checks have ended"), statuses()));
        hasEnded = true;
    }

    private synchronized void publish(CheckResults latest) {
        if (hasEnded) {
            return;
        }
        boolean changed = !latest.health().equals(results.health());
        results = latest;
        if (changed) {
            bell.run();
        }
    }

    private List<CheckStatus> statuses() {
        return stateMachines.stream().map(CheckStateMachine::status).toList();
    }

    private CheckAttempt attempt(ConfiguredCheck check) {
        return new CheckAttempt(check, clock, schedulerThread::wake);
    }

    private void closeAll() {
        schedulerThread.awaitEnd();
        end(stateMachines());
    }

    private synchronized List<CheckStateMachine> stateMachines() {
        return stateMachines;
    }

    private static void end(List<CheckStateMachine> stateMachines) {
        stateMachines.forEach(CheckStateMachine::interrupt);
        close(stateMachines.stream().map(CheckStateMachine::configured).toList());
    }

    /// Closes all of them, even if one fails.
    static void close(List<ConfiguredCheck> checks) {
        for (ConfiguredCheck check : checks.reversed()) {
            try {
                check.check().close();
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "cannot close check " + check.settings().name(),
                        e);
            }
        }
    }

    private static void requireDistinctNames(List<ConfiguredCheck> checks) {
        Set<String> seen = new HashSet<>();
        for (ConfiguredCheck check : checks) {
            if (!seen.add(check.settings().name())) {
                throw new IllegalArgumentException(
                        "two checks have the name '" + check.settings().name() + "'");
            }
        }
    }

    static void startThread(Runnable attempt) {
        // Not a virtual thread: a check that uses much processor time would occupy one of the few carrier threads.
        Thread.ofPlatform().daemon().name("check").start(attempt);
    }
}
