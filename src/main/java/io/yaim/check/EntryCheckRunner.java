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

/// Runs the checks that entries ask for themselves, and says at any time what they found for each such entry.
/// What several entries ask for at the same pace is asked once. Checks come and go with the entries; those
/// that stay are not disturbed.
///
/// One thread keeps the time and owns all runs; each attempt has a thread of its own.
public final class EntryCheckRunner implements AutoCloseable {

    /// The most that are run. Entries that ask for more get none of theirs, and do not pass.
    static final int MOST = 1000;

    /// Between the first runs of checks that begin together, so that they never run all at once.
    private static final Duration SPREAD = Duration.ofMillis(1);

    private static final Health TOO_MANY = new Health.Unhealthy("more than " + MOST + " checks of entries");
    private static final Health ENDED = new Health.Unhealthy("checks have ended");

    private final Function<EntryCheck, Check> maker;
    private volatile Pace standard;
    private final Supplier<Duration> clock;
    private final Runnable bell;
    private final Executor threads;
    private final Map<PacedCheck, RunningCheck> running = new LinkedHashMap<>();
    private final SchedulerThread schedulerThread;
    private SortedMap<VirtualIp, List<PacedCheck>> applied = Collections.emptySortedMap();
    private Set<VirtualIp> overLimit = Set.of();
    private volatile SortedMap<VirtualIp, List<PacedCheck>> requested = Collections.emptySortedMap();
    private volatile SortedMap<VirtualIp, Health> health = Collections.emptySortedMap();

    /// @param maker makes the check, asking nobody yet
    /// @param standard the pace of entries that have no interval of their own
    /// @param clock time since boot
    /// @param bell is run, on any thread, whenever [#health] has changed
    public EntryCheckRunner(Function<EntryCheck, Check> maker, Pace standard, Supplier<Duration> clock, Runnable bell) {
        this(maker, standard, clock, bell, CheckRunner::onThreadOfItsOwn);
    }

    EntryCheckRunner(
            Function<EntryCheck, Check> maker,
            Pace standard,
            Supplier<Duration> clock,
            Runnable bell,
            Executor threads) {
        this.maker = maker;
        this.standard = standard;
        this.clock = clock;
        this.bell = bell;
        this.threads = threads;
        schedulerThread = new SchedulerThread("entry-checks", this::runDue, this::publishEnd, clock);
    }

    /// The pace, from the next time that the pool is told, of entries that have no interval of their own.
    public void setStandardPace(Pace next) {
        standard = next;
    }

    /// A check at a pace.
    private record PacedCheck(EntryCheck check, Pace pace) {}

    private record RunningCheck(CheckStateMachine checkStateMachine, Check check) {}

    public void start() {
        schedulerThread.start();
    }

    /// Goes on with the checks of these entries alone. Called by one thread; never waits.
    public void reconfigure(Collection<Entry> entries) {
        var next = new TreeMap<VirtualIp, List<PacedCheck>>();
        for (Entry entry : entries) {
            if (!entry.checks().isEmpty()) {
                Pace pace = entry.checkInterval().map(standard::at).orElse(standard);
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

    /// The latest health of each entry that has checks of its own; never waits. Entries that were not
    /// followed yet are missing.
    public SortedMap<VirtualIp, Health> health() {
        return health;
    }

    /// Ends all runs, as far as they let themselves be ended within a second.
    @Override
    public void close() {
        schedulerThread.end();
        schedulerThread.awaitEnd();
    }

    /// From now on nobody would notice a service that breaks.
    private void publishEnd() {
        publish(_ -> ENDED);
        running.values().forEach(EntryCheckRunner::end);
    }

    /// Does what is to be done by now, and returns when there is something to do again.
    Duration runDue() {
        Duration now = clock.get();
        boolean isOther = applyRequested(now);
        Duration next = now.plus(Duration.ofHours(1));
        for (RunningCheck run : running.values()) {
            CheckStatus before = run.checkStateMachine.status();
            Duration wanted = run.checkStateMachine.runDue(now);
            next = wanted.compareTo(next) < 0 ? wanted : next;
            isOther |= !saysTheSame(before, run.checkStateMachine.status());
        }
        if (isOther) {
            publish(this::healthOf);
        }
        return next;
    }

    private boolean applyRequested(Duration now) {
        SortedMap<VirtualIp, List<PacedCheck>> asked = requested;
        if (asked.equals(applied)) {
            return false;
        }
        overLimit = surplus(asked);
        var wanted = new LinkedHashSet<PacedCheck>();
        asked.forEach((ip, checks) -> wanted.addAll(overLimit.contains(ip) ? List.of() : checks));
        List<PacedCheck> gone =
                running.keySet().stream().filter(one -> !wanted.contains(one)).toList();
        gone.forEach(one -> end(Objects.requireNonNull(running.remove(one))));
        int begun = 0;
        for (PacedCheck one : wanted) {
            if (!running.containsKey(one)) {
                running.put(one, begin(one, now.plus(SPREAD.multipliedBy(begun))));
                begun++;
            }
        }
        applied = asked;
        return true;
    }

    /// Entries whose checks are too many. Those that are run already come first.
    private Set<VirtualIp> surplus(SortedMap<VirtualIp, List<PacedCheck>> asked) {
        var taken = new HashSet<PacedCheck>();
        asked.values().stream().filter(running.keySet()::containsAll).forEach(taken::addAll);
        var surplus = new HashSet<VirtualIp>();
        asked.forEach((ip, checks) -> {
            long more = checks.stream().filter(one -> !taken.contains(one)).count();
            if (taken.size() + more <= MOST) {
                taken.addAll(checks);
            } else {
                surplus.add(ip);
            }
        });
        return surplus;
    }

    private RunningCheck begin(PacedCheck pacedCheck, Duration firstDue) {
        Check check = maker.apply(pacedCheck.check);
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

    /// When it ran last, and how long that took, is of no account.
    private static boolean saysTheSame(CheckStatus one, CheckStatus other) {
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
