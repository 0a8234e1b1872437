package io.yaim.check;

import io.yaim.model.Health;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Runs all checks, each at its own pace, and says at any time what they found.
///
/// One thread keeps the time; each attempt has a thread of its own, so that a check that hangs delays
/// nobody. Until [#start], and again after the end, there is a reason not to be healthy: what is not
/// checked is not known to work. With no check at all the node is healthy from [#start] on.
public final class Checks implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Checks.class.getName());
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final List<ConfiguredCheck> checks;
    private final Supplier<Duration> clock;
    private final Runnable bell;
    private final List<Course> courses;
    private final Semaphore wake = new Semaphore(0);
    private final Thread timekeeper =
            Thread.ofPlatform().daemon().name("checks").unstarted(this::keepTime);
    private volatile CheckResults results;
    private volatile boolean closing;

    /// @param clock time since boot
    /// @param bell is run, on any thread, whenever [#health] has changed
    public Checks(List<ConfiguredCheck> checks, Supplier<Duration> clock, Runnable bell) {
        this(checks, clock, bell, Checks::onThreadOfItsOwn);
    }

    Checks(List<ConfiguredCheck> checks, Supplier<Duration> clock, Runnable bell, Executor threads) {
        requireDistinctNames(checks);
        this.checks = List.copyOf(checks);
        this.clock = clock;
        this.bell = bell;
        Duration now = clock.get();
        this.courses = checks.stream()
                .map(check -> new Course(check, this::attempt, threads, now))
                .toList();
        this.results = new CheckResults(new Health.Unhealthy("checks have not started", true), statuses());
    }

    public void start() {
        advance();
        timekeeper.start();
    }

    /// The latest health; never waits.
    public Health health() {
        return results.health();
    }

    /// The latest result of each check; never waits.
    public CheckResults results() {
        return results;
    }

    /// Ends all runs and closes all checks, as far as they let themselves be ended within two seconds.
    @Override
    public void close() {
        closing = true;
        wake.release();
        Thread closer = Thread.ofPlatform().daemon().name("checks-close").start(this::closeAll);
        try {
            if (!closer.join(CLOSING.multipliedBy(2))) {
                LOG.log(System.Logger.Level.WARNING, "checks have not closed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Does what is to be done by now, and returns when there is something to do again.
    Duration advance() {
        Duration now = clock.get();
        Duration next = now.plus(Duration.ofHours(1));
        for (Course course : courses) {
            Duration wanted = course.advance(now);
            next = wanted.compareTo(next) < 0 ? wanted : next;
        }
        publish(CheckResults.of(statuses()));
        return next;
    }

    private void keepTime() {
        try {
            while (!closing) {
                Duration pause = advance().minus(clock.get());
                if (wake.tryAcquire(Math.max(0, pause.toNanos()), TimeUnit.NANOSECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // However this thread ends: from now on nobody would notice a service that breaks.
            publish(new CheckResults(new Health.Unhealthy("checks have ended"), statuses()));
        }
    }

    private void publish(CheckResults latest) {
        boolean changed = !latest.health().equals(results.health());
        results = latest;
        if (changed) {
            bell.run();
        }
    }

    private List<CheckStatus> statuses() {
        return courses.stream().map(Course::status).toList();
    }

    private Attempt attempt(ConfiguredCheck check) {
        return new Attempt(check, clock, wake::release);
    }

    private void closeAll() {
        try {
            if (timekeeper.isAlive()) {
                timekeeper.join(CLOSING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        courses.forEach(Course::interrupt);
        close(checks);
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
