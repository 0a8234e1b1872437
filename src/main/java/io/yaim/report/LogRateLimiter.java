package io.yaim.report;

import java.time.Duration;

/// Lets so many lines through in each period, and counts those that it does not.
final class LogRateLimiter {

    private final int most;
    private final Duration period;
    private Duration since = Duration.ZERO;
    private int admitted;
    private long withheld;

    LogRateLimiter(int most, Duration period) {
        this.most = most;
        this.period = period;
    }

    boolean admits(Duration now) {
        if (admitted == 0 || now.minus(since).compareTo(period) >= 0) {
            since = now;
            admitted = 0;
        }
        admitted++;
        if (admitted > most) {
            withheld++;
        }
        return admitted <= most;
    }

    /// How many were withheld in a period that is over. Tells so once.
    long withheld(Duration now) {
        if (now.minus(since).compareTo(period) < 0) {
            return 0;
        }
        long count = withheld;
        withheld = 0;
        return count;
    }
}
