package io.yaim.check;

import io.yaim.model.Entry;
import io.yaim.model.EntryCheck;
import io.yaim.model.Health;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/// Runs the checks of entries, and provides the health of each entry with checks. If several entries require the same
/// check at the same pace, it is run once. Checks are started and stopped with their entries. The others go on
/// unaffected.
///
/// One thread schedules and owns all runs. Each attempt has a thread of its own.
public final class EntryCheckRunner implements AutoCloseable {

    /// The maximum number of checks. Entries beyond it get none of their checks and do not pass.
    static final int MAX_CHECKS = 1000;

    /// The delay between the first runs of checks that start together, so that they do not all run at the same time.
    private static final Duration SPREAD = Duration.ofMillis(1);

    private static final Health TOO_MANY = new Health.Unhealthy("more than " + MAX_CHECKS + " checks of entries");
    private static final Health ENDED = new Health.Unhealthy("checks have ended");

    private final Function<EntryCheck, Check> checkFactory;
    private volatile Pace defaultPace;
    private final Supplier<Duration> clock;
    private final Runnable bell;
    private final Executor threads;
    private final Map<PacedCheck, RunningCheck> running = new LinkedHashMap<>();
    private final SchedulerThread schedulerThread;
    private SortedMap<VirtualIp, List<PacedCheck>> applied = Collections.emptySortedMap();
    private Set<VirtualIp> overLimit = Set.of();
    private volatile SortedMap<VirtualIp, List<PacedCheck>> requested = Collections.emptySortedMap();
    private volatile SortedMap<VirtualIp, Health> health = Collections.emptySortedMap();

    /// @param checkFactory creates a check without contacting the service
    /// @param defaultPace the pace of entries without an interval of their own
    /// @param clock time since boot
    /// @param bell is run, on any thread, whenever [#health] has changed
    public EntryCheckRunner(
            Function<EntryCheck, Check> checkFactory, Pace defaultPace, Supplier<Duration> clock, Runnable bell) {
        this(checkFactory, defaultPace, clock, bell, CheckRunner::startThread);
    }

    EntryCheckRunner(
            Function<EntryCheck, Check> checkFactory,
            Pace defaultPace,
            Supplier<Duration> clock,
            Runnable bell,
            Executor threads) {
        this.checkFactory = checkFactory;
        this.defaultPace = defaultPace;
        this.clock = clock;
        this.bell = bell;
        this.threads = threads;
        schedulerThread = new SchedulerThread("entry-checks", this::runDue, this::publishEnd, clock);
    }

    /// Sets the pace of entries without an interval of their own. It takes effect at the next [#reconfigure].
    public void setStandardPace(Pace next) {
        defaultPace = next;
    }

    /// A check and its pace.
    private record PacedCheck(EntryCheck check, Pace pace) {}

    private record RunningCheck(CheckStateMachine checkStateMachine, Check check) {}

    public void start() {
        schedulerThread.start();
    }

    /// Replaces the entries whose checks are run. Called by one thread. Never blocks.
    public void reconfigure(Collection<Entry> entries) {
        var next = new TreeMap<VirtualIp, List<PacedCheck>>();
        for (Entry entry : entries) {
            if (!entry.checks().isEmpty()) {
                Pace pace = entry.checkInterval().map(defaultPace::at).orElse(defaultPace);
                next.put(
                        entry.ip(),
                        entry.checks().stream()
                                .map(check -> new PacedCheck(check, pace))
                                .toList());
            }
        }
        if (!next.equals(requested)) {
            requested = Collections.unmodifiableSortedMap(next);
            schedulerThread.wake();
        }
    }

    /// The latest health of each entry with checks. Entries that are new may be missing. Never blocks.
    public SortedMap<VirtualIp, Health> health() {
        return health;
    }

    /// Interrupts all runs. Waits at most one second for that.
    @Override
    public void close() {
        schedulerThread.end();
        schedulerThread.awaitEnd();
    }

    /// A failure of the service would no longer be noticed.
    private void publishEnd() {
        publish(_ -> ENDED);
        running.values().forEach(EntryCheckRunner::end);
    }

    /// Does what is due, and returns the time of the next due action.
    Duration runDue() {
        Duration now = clock.get();
        boolean hasChanged = applyRequested(now);
        Duration next = now.plus(Duration.ofHours(1));
        for (RunningCheck run : running.values()) {
            CheckStatus before = run.checkStateMachine.status();
            Duration due = run.checkStateMachine.runDue(now);
            next = due.compareTo(next) < 0 ? due : next;
            hasChanged |= !isEquivalent(before, run.checkStateMachine.status());
        }
        if (hasChanged) {
            publish(this::healthOf);
        }
        return next;
    }

    private boolean applyRequested(Duration now) {
        SortedMap<VirtualIp, List<PacedCheck>> latest = requested;
        if (latest.equals(applied)) {
            return false;
        }
        overLimit = entriesOverLimit(latest);
        var required = new LinkedHashSet<PacedCheck>();
        latest.forEach((ip, checks) -> required.addAll(overLimit.contains(ip) ? List.of() : checks));
        List<PacedCheck> removed =
                running.keySet().stream().filter(one -> !required.contains(one)).toList();
        removed.forEach(one -> end(Objects.requireNonNull(running.remove(one))));
        int started = 0;
        for (PacedCheck one : required) {
            if (!running.containsKey(one)) {
                running.put(one, start(one, now.plus(SPREAD.multipliedBy(started))));
                started++;
            }
        }
        applied = latest;
        return true;
    }

    /// The entries whose checks exceed the limit. Entries whose checks already run come first.
    private Set<VirtualIp> entriesOverLimit(SortedMap<VirtualIp, List<PacedCheck>> latest) {
        var counted = new HashSet<PacedCheck>();
        latest.values().stream().filter(running.keySet()::containsAll).forEach(counted::addAll);
        var entriesOverLimit = new HashSet<VirtualIp>();
        latest.forEach((ip, checks) -> {
            long more = checks.stream().filter(one -> !counted.contains(one)).count();
            if (counted.size() + more <= MAX_CHECKS) {
                counted.addAll(checks);
            } else {
                entriesOverLimit.add(ip);
            }
        });
        return entriesOverLimit;
    }

    private RunningCheck start(PacedCheck pacedCheck, Duration firstDue) {
        Check check = checkFactory.apply(pacedCheck.check);
        var settings = new CheckSettings(EntryCheck.TYPE, EntryCheck.TYPE, pacedCheck.pace, Map.of());
        var checkStateMachine = new CheckStateMachine(
                new ConfiguredCheck(settings, check),
                configured -> new CheckAttempt(configured, clock, schedulerThread::wake),
                threads,
                false,
                firstDue);
        return new RunningCheck(checkStateMachine, check);
    }

    private static void end(RunningCheck run) {
        run.checkStateMachine.interrupt();
        run.check.close();
    }

    /// The time and duration of the last run do not count.
    private static boolean isEquivalent(CheckStatus one, CheckStatus other) {
        return one.equals(other)
                || (one.passing() == other.passing()
                        && one.reason().equals(other.reason())
                        && hasFailed(one) == hasFailed(other));
    }

    private static boolean hasFailed(CheckStatus status) {
        return !status.passing()
                && status.lastRun().filter(run -> !run.passed()).isPresent();
    }

    private void publish(Function<VirtualIp, Health> verdict) {
        var latest = new TreeMap<VirtualIp, Health>();
        applied.keySet().forEach(ip -> latest.put(ip, verdict.apply(ip)));
        if (!latest.equals(health)) {
            health = Collections.unmodifiableSortedMap(latest);
            bell.run();
        }
    }

    private Health healthOf(VirtualIp ip) {
        if (overLimit.contains(ip)) {
            return TOO_MANY;
        }
        Optional<PacedCheck> undecided = Optional.empty();
        for (PacedCheck pacedCheck : applied.getOrDefault(ip, List.of())) {
            CheckStatus status = status(pacedCheck);
            if (hasFailed(status)) {
                return new Health.Unhealthy(reason(pacedCheck, status));
            }
            undecided = status.passing() ? undecided : undecided.or(() -> Optional.of(pacedCheck));
        }
        return undecided
                .<Health>map(pacedCheck -> new Health.Unhealthy(reason(pacedCheck, status(pacedCheck)), true))
                .orElseGet(Health.Healthy::new);
    }

    private CheckStatus status(PacedCheck pacedCheck) {
        return Objects.requireNonNull(running.get(pacedCheck)).checkStateMachine.status();
    }

    private static String reason(PacedCheck pacedCheck, CheckStatus status) {
        return "check " + pacedCheck.check + ": " + status.reason().orElse("failing");
    }
}
