package io.yaim.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Runs many schedules, on all processors. A seed stands for a schedule, wherever and whenever it is run.
public final class Simulation {

    private final ConcurrentSkipListMap<Long, Throwable> failures = new ConcurrentSkipListMap<>();
    private final Tally tally = new Tally();
    private final AtomicLong next;
    private final long end;
    private final BooleanSupplier isEnough;

    private Simulation(long from, long end, BooleanSupplier isEnough) {
        next = new AtomicLong(from);
        this.end = end;
        this.isEnough = isEnough;
    }

    /// Runs these seeds until one fails, and returns what it prints then; empty when none failed.
    public static Optional<String> firstFailure(long from, long count) throws InterruptedException {
        return run(from, count, () -> false, _ -> {});
    }

    /// As [#firstFailure], until it is enough.
    ///
    /// @param told of what was simulated, in the end
    static Optional<String> run(long from, long count, BooleanSupplier isEnough, Consumer<Tally> told)
            throws InterruptedException {
        var simulation = new Simulation(from, from + count, isEnough);
        simulation.runAll();
        told.accept(simulation.tally);
        return Optional.ofNullable(simulation.failures.firstEntry()).map(first -> report(first.getKey()));
    }

    /// The schedule of this seed once more, with its trace.
    ///
    /// @return a number for all that happened in it, alike in every run
    static long traceHash(long seed) {
        var schedule = new Schedule(seed, true);
        try {
            schedule.run();
        } catch (AssertionError e) {
            return schedule.trace().hash();
        }
        return schedule.trace().hash();
    }

    private void runAll() throws InterruptedException {
        int count = Runtime.getRuntime().availableProcessors();
        var done = new CountDownLatch(count);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    runSome();
                } finally {
                    done.countDown();
                }
            }));
        }
        done.await();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void runSome() {
        var mine = new Tally();
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            if (!failures.isEmpty() || isEnough.getAsBoolean()) {
                break;
            }
            try {
                var schedule = new Schedule(seed, false);
                schedule.run();
                mine.add(schedule.tally());
            } catch (AssertionError | RuntimeException e) {
                failures.put(seed, e);
            }
        }
        synchronized (tally) {
            tally.add(mine);
        }
    }

    /// Runs it again to see how it came about. On the caller's thread: slower, and the same.
    private static String report(long seed) {
        var schedule = new Schedule(seed, true);
        try {
            schedule.run();
        } catch (AssertionError | RuntimeException e) {
            return "seed " + seed + " (again: -Dyaim.seed=" + seed + "): " + e + "\n"
                    + schedule.trace().text();
        }
        return "seed " + seed + " failed, and did not fail when it was run again";
    }
}
