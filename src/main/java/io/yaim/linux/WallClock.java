package io.yaim.linux;

import java.time.Duration;

/// What the kernel knows about its wall clock and about suspended time.
public final class WallClock {

    private static final int CLOCK_MONOTONIC = 1; // include/uapi/linux/time.h
    private static final int STA_UNSYNC = 0x40; // include/uapi/linux/timex.h

    private WallClock() {}

    /// Whether the wall clock is synchronized, for example by NTP.
    public static boolean isSynchronised() throws LinuxException {
        return (Libc.clockStatus() & STA_UNSYNC) == 0;
    }

    /// How long this host has been suspended since boot.
    public static Duration suspended() {
        Duration suspended = BootClock.now().minus(Libc.clock(CLOCK_MONOTONIC));
        // the clocks are not read at the same moment
        return suspended.isNegative() ? Duration.ZERO : suspended;
    }
}
