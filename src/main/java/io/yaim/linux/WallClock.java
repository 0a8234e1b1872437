package io.yaim.linux;

import java.time.Duration;

/// What the kernel knows of its wall clock, and of the time that it slept.
public final class WallClock {

    private static final int CLOCK_MONOTONIC = 1; // include/uapi/linux/time.h
    private static final int STA_UNSYNC = 0x40; // include/uapi/linux/timex.h

    private WallClock() {}

    /// Whether something, such as NTP, keeps it right.
    public static boolean isSynchronised() throws LinuxException {
        return (Libc.clockStatus() & STA_UNSYNC) == 0;
    }

    /// How long this host has been suspended since boot.
    public static Duration suspended() {
        Duration suspended = BootClock.now().minus(Libc.clock(CLOCK_MONOTONIC));
        // the clocks are read one after the other
        return suspended.isNegative() ? Duration.ZERO : suspended;
    }
}
