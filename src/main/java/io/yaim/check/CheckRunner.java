package io.yaim.check;

import io.yaim.model.Health;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Runs all checks, each at its own pace, and says at any time what they found.
///
/// One thread keeps the time; each attempt has a thread of its own, so that a check that hangs delays nobody.
/// Until [#start], and again after the end, there is a reason not to be healthy: what is not checked is not
/// known to work. With no check at all the node is healthy from [#start] on. The checks may become others
/// while they run.
public final class CheckRunner implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CheckRunner.class.getName());
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Supplier<Duration> clock;
    private final Runnable bell;
    private final Executor threads;
    private final SchedulerThread schedulerThread;
    private List<CheckStateMachine> courses; // guarded by this, as is hasEnded
    private boolean hasEnded;
    private volatile CheckResults results;

    /// @param clock time since boot
    /// @param bell is run, on any thread, whenever [#health] has changed
    public CheckRunner(List<ConfiguredCheck> checks, Supplier<Duration> clock, Runnable bell) {
        this(checks, clock, bell, CheckRunner::onThreadOfItsOwn);
    }

    CheckRunner(List<ConfiguredCheck> checks, Supplier<Duration> clock, Runnable bell, Executor threads) {
        requireDistinctNames(checks);
        this.clock = clock;
        this.bell = bell;
        this.threads = threads;
        schedulerThread = new SchedulerThread("checks", this::runDue, this::publishEnd, clock);
        Duration now = clock.get();
        this.courses = checks.stream().map(check -> course(check, false, now)).toList();
        this.results = new CheckResults(new Health.Unhealthy("checks have not started", true), statuses());
    }

    public void start() {
        runDue();
        schedulerThread.start();
    }

    /// The latest health; never waits.
    public Health health() {
        return results.health();
    }

    /// The latest result of each check; never waits.
    public CheckResults results() {
        return results;
    }

    /// The checks that run, to be handed to [#reconfigure] again where they stay as they are.
    public synchronized List<ConfiguredCheck> runningChecks() {
        return courses.stream().map(CheckStateMachine::configured).toList();
    }

    /// Goes on with these checks alone. One that runs already goes on as if nothing had happened; the others
    /// start now. The verdict of the one that had its name holds for a new one until its own runs have turned
    /// it, and for one of a new name what the node was: healthy, or not. Those that run no more are closed.
    /// May be called from any thread; waits for no check.
    public void reconfigure(List<ConfiguredCheck> next) {
        requireDistinctNames(next);
        List<CheckStateMachine> gone;
        synchronized (this) {
            List<CheckStateMachine> former = courses;
            Duration now = clock.get();
            boolean isHealthy = health().isHealthy();
            courses = next.stream()
                    .map(check -> successor(check, former, isHealthy, now))
                    .toList();
            gone = former.stream()
                    .filter(checkStateMachine -> !courses.contains(checkStateMachine))
                    .toList();
            publish(CheckResults.of(statuses()));
        }
        schedulerThread.wake();
        if (!gone.isEmpty()) {
            Thread.ofPlatform().daemon().name("checks-close").start(() -> end(gone));
        }
    }

    @SuppressWarnings("ReferenceEquality") // one that is made anew may equal the old one, and is another
    private CheckStateMachine successor(
            ConfiguredCheck check, List<CheckStateMachine> former, boolean isHealthy, Duration now) {
        boolean isPassing = isHealthy;
        for (CheckStateMachine checkStateMachine : former) {
            if (checkStateMachine.configured() == check) {
                return checkStateMachine;
            }
            if (checkStateMachine.status().name().equals(check.settings().name())) {
                isPassing = checkStateMachine.status().passing();
            }
        }
        return course(check, isPassing, now);
    }

    private CheckStateMachine course(ConfiguredCheck check, boolean isPassing, Duration now) {
        return new CheckStateMachine(check, this::attempt, threads, isPassing, now);
    }

    /// Ends all runs and closes all checks, as far as they let themselves be ended within two seconds.
    @Override
    public void close() {
        schedulerThread.end();
        Thread closer = Thread.ofPlatform().daemon().name("checks-close").start(this::closeAll);
        try {
            if (!closer.join(CLOSING)) {
                LOG.log(System.Logger.Level.WARNING, "checks have not closed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Does what is to be done by now, and returns when there is something to do again.
    synchronized Duration runDue() {
        Duration now = clock.get();
        Duration next = now.plus(Duration.ofHours(1));
        for (CheckStateMachine checkStateMachine : courses) {
            Duration wanted = checkStateMachine.runDue(now);
            next = wanted.compareTo(next) < 0 ? wanted : next;
        }
        publish(CheckResults.of(statuses()));
        return next;
    }

    /// From now on nobody would notice a service that breaks.
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
        return courses.stream().map(CheckStateMachine::status).toList();
    }

    private CheckAttempt attempt(ConfiguredCheck check) {
        return new CheckAttempt(check, clock, schedulerThread::wake);
    }

    private void closeAll() {
        schedulerThread.awaitEnd();
        end(present());
    }

    private synchronized List<CheckStateMachine> present() {
        return courses;
    }

    private static void end(List<CheckStateMachine> courses) {
        courses.forEach(CheckStateMachine::interrupt);
        close(courses.stream().map(CheckStateMachine::configured).toList());
    }

    /// Each of them, whatever becomes of the others.
    static void close(List<ConfiguredCheck> checks) {
        for (ConfiguredCheck check : checks.reversed()) {
            try {
                check.check().close();
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "closing check " + check.settings().name(),
                        e);
            }
        }
    }

    private static void requireDistinctNames(List<ConfiguredCheck> checks) {
        Set<String> seen = new HashSet<>();
        for (ConfiguredCheck check : checks) {
            if (!seen.add(check.settings().name())) {
                throw new IllegalArgumentException(
                        "two checks of the name '" + check.settings().name() + "'");
            }
        }
    }

    static void onThreadOfItsOwn(Runnable attempt) {
        // Not a virtual thread: a check that burns time would keep the few carriers from all the others.
        Thread.ofPlatform().daemon().name("check").start(attempt);
    }
}
