package io.yaim.report;

import java.time.Duration;

/// Admits a fixed number of lines in each period, and counts the lines that it suppresses.
final class LogRateLimiter {

    private final int most;
    private final Duration period;
    private Duration since = Duration.ZERO;
    private int admitted;
    private long suppressed;

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
            suppressed++;
        }
        return admitted <= most;
    }

    /// Returns how many lines were suppressed in a period that has ended, and resets the count.
    long suppressed(Duration now) {
        if (now.minus(since).compareTo(period) < 0) {
            return 0;
        }
        long count = suppressed;
        suppressed = 0;
        return count;
    }
}
