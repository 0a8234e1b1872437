package io.yaim.sim.engine;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// All random numbers of a schedule, from its seed.
public final class Dice {

    private final SplittableRandom random;

    public Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /// A number from 0 to below the bound.
    public int below(int bound) {
        return random.nextInt(bound);
    }

    public long number() {
        return random.nextLong();
    }

    public boolean isOneIn(int count) {
        return random.nextInt(count) == 0;
    }

    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// A time from zero up to and including the longest, in whole microseconds.
    public Duration upTo(Duration longest) {
        return Duration.ofNanos(random.nextLong(longest.toNanos() / 1000 + 1) * 1000);
    }

    public Duration between(Duration shortest, Duration longest) {
        return shortest.plus(upTo(longest.minus(shortest)));
    }

    /// A time of any order of magnitude from a millisecond to the longest; each order is as likely as the others.
    public Duration ofAnyLength(Duration longest) {
        double scale = Math.pow((double) longest.toMillis(), random.nextDouble());
        return Duration.ofNanos((long) (scale * 1_000_000));
    }
}
