package io.yaim.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/// Tries inputs on a [Target]. Each is made from its seed alone. An input that breaks the rule, takes long or takes
/// much memory fails. The message has its seed and the shortest input that was found to fail too. `-Dyaim.seed=N`
/// tries that seed only.
public final class Fuzz {

    /// Of processor time, so that a busy machine fails nothing. Inputs have a few thousand characters at most.
    private static final long MOST_NANOS = 2_000_000_000L;

    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_SHOWN = 400;
    private static final int MOST_TRIALS = 2000;
    private static final long MOST_NANOS_SHORTENING = 5_000_000_000L;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Fuzz() {}

    /// Tries as many seeds as the target wants, from 0.
    public static void run(Target target) {
        Optional<Long> only =
                Optional.ofNullable(System.getProperty("yaim.seed")).map(Long::valueOf);
        if (only.isPresent()) {
            tryOne(target, only.get());
            return;
        }
        for (int seed = 0; seed < target.inputCount(); seed++) {
            tryOne(target, seed);
        }
    }

    /// Tries this seed.
    ///
    /// @throws AssertionError the input breaks the rule
    public static void tryOne(Target target, long seed) {
        String input = target.generator().apply(random(seed));
        Optional<Throwable> failure = failure(target, input);
        if (failure.isPresent()) {
            String shortest = shortest(
                    input,
                    shorter -> failure(target, shorter)
                            .filter(other -> isAlike(other, failure.get()))
                            .isPresent());
            throw new AssertionError(
                    "%s, -Dyaim.seed=%d: %s%nfor \"%s\""
                            .formatted(
                                    target.name(),
                                    seed,
                                    abbreviate(failure.get().toString()),
                                    escaped(shortest)),
                    failure.get());
        }
    }

    /// Consecutive seeds would give similar first numbers. The finalizer of SplitMix64 scatters them.
    private static Random random(long seed) {
        long mixed = (seed ^ seed >>> 30) * 0xbf58476d1ce4e5b9L + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return new Random(mixed ^ mixed >>> 31);
    }

    /// This looks for any exception of a parser.
    @SuppressWarnings("CatchingUnchecked")
    private static Optional<Throwable> failure(Target target, String input) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        try {
            target.rule().check(input);
        } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError e) {
            return Optional.of(e);
        }
        long tookNanos = THREADS.getCurrentThreadCpuTime() - nanos;
        long tookBytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        if (tookNanos > MOST_NANOS) {
            return Optional.of(new AssertionError("takes " + tookNanos / 1_000_000 + " ms of the processor"));
        }
        return tookBytes > MOST_BYTES
                ? Optional.of(new AssertionError("takes " + (tookBytes >> 20) + " MiB of memory"))
                : Optional.empty();
    }

    private static boolean isAlike(Throwable one, Throwable other) {
        return one.getClass().equals(other.getClass());
    }

    /// Removes smaller and smaller parts for as long as the input still fails.
    private static String shortest(String input, Predicate<String> fails) {
        String shortest = input;
        int trials = 0;
        long patience = THREADS.getCurrentThreadCpuTime() + MOST_NANOS_SHORTENING;
        for (int part = Math.max(1, input.length() / 2); part > 0; part /= 2) {
            for (int at = 0;
                    at < shortest.length() && trials < MOST_TRIALS && THREADS.getCurrentThreadCpuTime() < patience; ) {
                int end = Math.min(shortest.length(), at + part);
                String shorter = shortest.substring(0, at) + shortest.substring(end);
                trials++;
                if (fails.test(shorter)) {
                    shortest = shorter;
                } else {
                    at = end;
                }
            }
        }
        return shortest;
    }

    private static String abbreviate(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    }

    /// In a form that can be pasted into a test.
    private static String escaped(String input) {
        var shown = new StringBuilder();
        for (int i = 0; i < input.length() && shown.length() < MOST_SHOWN; i++) {
            char unit = input.charAt(i);
            switch (unit) {
                case '"', '\\' -> shown.append('\\').append(unit);
                case '\n' -> shown.append("\\n");
                default ->
                    shown.append(unit >= ' ' && unit <= '~' ? String.valueOf(unit) : "\\u%04x".formatted((int) unit));
            }
        }
        return shown.length() < MOST_SHOWN ? shown.toString() : shown + "... of " + input.length() + " characters";
    }
}
