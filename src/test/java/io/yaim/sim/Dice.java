package io.yaim.sim;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// All chance of a schedule, from its seed.
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /// From 0 to below the bound.
    int below(int bound) {
        return random.nextInt(bound);
    }

    long number() {
        return random.nextLong();
    }

    boolean isOneIn(int count) {
        return random.nextInt(count) == 0;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// A time up to and with the longest, to the microsecond.
    Duration upTo(Duration longest) {
        return Duration.ofNanos(random.nextLong(longest.toNanos() / 1000 + 1) * 1000);
    }

    Duration between(Duration shortest, Duration longest) {
        return shortest.plus(upTo(longest.minus(shortest)));
    }

    /// Of any order of magnitude from a millisecond to the longest, each as likely.
    Duration ofAnyLength(Duration longest) {
        double scale = Math.pow((double) longest.toMillis(), random.nextDouble());
        return Duration.ofNanos((long) (scale * 1_000_000));
    }
}
