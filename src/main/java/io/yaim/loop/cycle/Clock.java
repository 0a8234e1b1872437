package io.yaim.loop.cycle;

import java.time.Duration;

/// Time since boot, suspend included (CLOCK_BOOTTIME), so that a proof runs out while a machine sleeps.
@FunctionalInterface
public interface Clock {

    Duration now();
}
