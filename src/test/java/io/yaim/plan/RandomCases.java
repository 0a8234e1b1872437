package io.yaim.plan;

import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/// Runs a rule on many random cases, each made from its seed alone. A failure names the seed; `-Dyaim.seed=N`
/// runs that case only.
final class RandomCases {

    private RandomCases() {}

    static void check(int cases, Consumer<Random> rule) {
        Optional<Long> only =
                Optional.ofNullable(System.getProperty("yaim.seed")).map(Long::valueOf);
        only.map(LongStream::of).orElse(LongStream.range(0, cases)).forEach(seed -> {
            try {
                // Seeds in sequence give alike first numbers: scatter them.
                rule.accept(new Random(Rendezvous.mix(seed)));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        });
    }
}
