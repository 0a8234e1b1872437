package io.yaim.sim;

import io.yaim.model.FailureMode;
import io.yaim.sim.engine.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// Runs many schedules, on all processors. A seed always gives the same schedule.
public final class Simulation {

    public static final String MULTICAST = "multicast";
    public static final String MAJORITY = "majority";

    private final ConcurrentSkipListMap<Long, Throwable> failures = new ConcurrentSkipListMap<>();
    private final Tally tally = new Tally();
    private final AtomicLong next;
    private final long end;
    private final SimulationRun.Factory factory;
    private final Predicate<SimulationRun> wanted;
    private volatile boolean hasEnded;

    /// @param from the first seed
    Simulation(long from, long count) {
        this(from, count, Schedule::new, _ -> true);
    }

    Simulation(long from, long count, SimulationRun.Factory factory) {
        this(from, count, factory, _ -> true);
    }

    /// @param wanted which schedules are run; others are left out
    private Simulation(long from, long count, SimulationRun.Factory factory, Predicate<SimulationRun> wanted) {
        next = new AtomicLong(from);
        end = from + count;
        this.factory = factory;
        this.wanted = wanted;
    }

    /// Runs these seeds until one fails, and returns its description; empty if none failed.
    ///
    /// @param mode the only failure mode that is run; empty for all; or [#MULTICAST] or [#MAJORITY]
    public static Optional<String> firstFailure(long from, long count, String mode) throws InterruptedException {
        if (mode.equals(MULTICAST) || mode.equals(MAJORITY)) {
            boolean isMajority = mode.equals(MAJORITY);
            return new Simulation(
                            from,
                            count,
                            MulticastSchedule::new,
                            simulationRun -> simulationRun instanceof MulticastSchedule meeting
                                    && meeting.needsMajority() == isMajority)
                    .run();
        }
        Predicate<SimulationRun> wanted = simulationRun -> mode.isEmpty()
                || (simulationRun instanceof Schedule schedule && schedule.mode() == FailureMode.of(mode));
        return new Simulation(from, count, Schedule::new, wanted).run();
    }

    /// Returns the description of the first seed that failed; empty if none failed.
    @SuppressWarnings("ThreadJoinLoop") // an interrupt is to end the run
    Optional<String> run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofVirtual().start(this::runSeeds));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            hasEnded = true;
        }
        return Optional.ofNullable(failures.firstEntry()).map(first -> report(first.getKey()));
    }

    private void runSeeds() {
        for (long seed = next.getAndIncrement(); seed < end && !hasEnded; seed = next.getAndIncrement()) {
            try {
                SimulationRun simulationRun = factory.create(seed, false);
                if (wanted.test(simulationRun)) {
                    simulationRun.run();
                    add(simulationRun.tally());
                }
            } catch (AssertionError | RuntimeException e) {
                failures.put(seed, e);
                hasEnded = true;
            }
        }
    }

    private void add(Tally schedule) {
        synchronized (tally) {
            tally.add(schedule);
        }
    }

    /// What has been simulated so far. May be called from any thread.
    Tally tally() {
        var copy = new Tally();
        synchronized (tally) {
            copy.add(tally);
        }
        return copy;
    }

    /// Runs the seed again with a trace. It runs on the caller's thread: slower, with the same result.
    private String report(long seed) {
        SimulationRun schedule = factory.create(seed, true);
        try {
            schedule.run();
        } catch (AssertionError | RuntimeException e) {
            return "seed " + seed + " (again: -Dyaim.seed=" + seed + "): " + e + "\n"
                    + schedule.trace().lastLines();
        }
        return "seed " + seed + " failed, and did not fail when it was run again";
    }
}
