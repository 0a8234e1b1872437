package io.yaim.loop.cycle;

import java.time.Duration;

/// Time since boot, including suspended time (CLOCK_BOOTTIME), so that a proof also expires while the host is
/// suspended.
@FunctionalInterface
public interface Clock {

    Duration now();
}
