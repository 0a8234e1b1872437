package io.yaim.check;

import java.time.Duration;

/// When a check runs, and how many results it takes to believe them.
///
/// @param interval from the start of one run to the start of the next
/// @param timeout for one attempt; silence for longer is a failure
/// @param rise passes in a row until the check counts as passing
/// @param fall failures in a row until it counts as failing
/// @param retries how often a service that could not be asked is asked again before that is a failure
/// @param retryAfter the pause before it is asked again
public record Pace(Duration interval, Duration timeout, int rise, int fall, int retries, Duration retryAfter) {

    public static final Duration STANDARD_INTERVAL = Duration.ofSeconds(1);
    public static final Duration LONGEST_STANDARD_TIMEOUT = Duration.ofSeconds(1);
    public static final int STANDARD_RISE = 1;
    public static final int STANDARD_FALL = 1;
    public static final int STANDARD_RETRIES = 3;
    public static final Duration STANDARD_RETRY_AFTER = Duration.ofMillis(250);

    /// Refuses, with an [IllegalArgumentException], what could not be kept.
    public Pace {
        requireAtLeast("interval", interval, Duration.ofMillis(1));
        requireAtLeast("timeout", timeout, Duration.ofMillis(1));
        requireAtLeast("retry-after", retryAfter, Duration.ZERO);
        requireAtLeast("rise", rise, 1);
        requireAtLeast("fall", fall, 1);
        requireAtLeast("retry-num", retries, 0);
    }

    /// The standard pace of a check that runs each `interval`.
    public static Pace every(Duration interval) {
        return new Pace(
                interval,
                standardTimeout(interval),
                STANDARD_RISE,
                STANDARD_FALL,
                STANDARD_RETRIES,
                STANDARD_RETRY_AFTER);
    }

    /// The same at another interval, with a timeout of at most that.
    public Pace at(Duration other) {
        return new Pace(other, min(timeout, other), rise, fall, retries, retryAfter);
    }

    /// The timeout that holds when none is set: the interval, but at most a second.
    public static Duration standardTimeout(Duration interval) {
        return min(interval, LONGEST_STANDARD_TIMEOUT);
    }

    /// The longest that one run can take, with all its attempts.
    public Duration longestRun() {
        return timeout.plus(timeout.plus(retryAfter).multipliedBy(retries));
    }

    /// The longest time from the moment the service breaks until the check counts as failing, whatever way it
    /// breaks.
    public Duration longestDetection() {
        return longestPeriod().multipliedBy(fall).plus(longestRun());
    }

    /// The longest time from the moment the service hangs, so that it answers nothing any more.
    public Duration hangDetection() {
        return max(interval, timeout).multipliedBy(fall).plus(timeout);
    }

    private Duration longestPeriod() {
        return max(interval, longestRun());
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static void requireAtLeast(String what, Duration found, Duration least) {
        if (found.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    what + ": found " + found.toMillis() + " ms, expected at least " + least.toMillis() + " ms");
        }
    }

    private static void requireAtLeast(String what, int found, int least) {
        if (found < least) {
            throw new IllegalArgumentException(what + ": found " + found + ", expected at least " + least);
        }
    }
}
