package io.yaim.linux;

import java.time.Duration;

/// The time since boot, including suspended time (CLOCK_BOOTTIME of clock_gettime(2)).
public final class BootClock {

    private static final int CLOCK_BOOTTIME = 7; // include/uapi/linux/time.h

    private BootClock() {}

    public static Duration now() {
        return Libc.clock(CLOCK_BOOTTIME);
    }
}
