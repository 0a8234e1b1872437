package io.yaim.check;

import java.time.Duration;

/// When a check runs, and how many results change its state.
///
/// @param interval the time from the start of one run to the start of the next; 1 ms or more
/// @param timeout the time limit of one attempt, after which it fails; 1 ms or more
/// @param rise the number of consecutive passes after which the check passes; 1 or more
/// @param fall the number of consecutive failures after which it fails; 1 or more
/// @param retries how often an attempt is repeated if the service cannot be reached, before that is a failure; 0 or
///     more
/// @param retryAfter the pause before an attempt is repeated
public record Pace(Duration interval, Duration timeout, int rise, int fall, int retries, Duration retryAfter) {

    public static final Duration STANDARD_INTERVAL = Duration.ofSeconds(1);
    public static final Duration LONGEST_STANDARD_TIMEOUT = Duration.ofSeconds(1);
    public static final int STANDARD_RISE = 1;
    public static final int STANDARD_FALL = 1;
    public static final int STANDARD_RETRIES = 3;
    public static final Duration STANDARD_RETRY_AFTER = Duration.ofMillis(250);

    /// @throws IllegalArgumentException a value is too small
    public Pace {
        requireAtLeast("interval", interval, Duration.ofMillis(1));
        requireAtLeast("timeout", timeout, Duration.ofMillis(1));
        requireAtLeast("retry-after", retryAfter, Duration.ZERO);
        requireAtLeast("rise", rise, 1);
        requireAtLeast("fall", fall, 1);
        requireAtLeast("retry-num", retries, 0);
    }

    /// The default pace of a check that runs each `interval`.
    public static Pace every(Duration interval) {
        return new Pace(
                interval,
                standardTimeout(interval),
                STANDARD_RISE,
                STANDARD_FALL,
                STANDARD_RETRIES,
                STANDARD_RETRY_AFTER);
    }

    /// The same pace at another interval. The timeout is at most that interval.
    public Pace at(Duration other) {
        return new Pace(other, min(timeout, other), rise, fall, retries, retryAfter);
    }

    /// The default timeout: the interval, but at most one second.
    public static Duration standardTimeout(Duration interval) {
        return min(interval, LONGEST_STANDARD_TIMEOUT);
    }

    /// The longest time that one run can take, including all attempts.
    public Duration longestRun() {
        return timeout.plus(timeout.plus(retryAfter).multipliedBy(retries));
    }

    /// The longest time from a failure of the service, of any kind, until the check fails.
    public Duration longestDetection() {
        return longestPeriod().multipliedBy(fall).plus(longestRun());
    }

    /// The longest time from the moment at which the service stops answering until the check fails.
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
