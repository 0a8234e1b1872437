package io.yaim.model;

import java.time.Duration;

/// Until when this node may hold addresses, by its own clock (CLOCK_BOOTTIME, counts suspend).
///
/// @param ends from here on nothing proves that they are this node's
public record Proof(Duration ends) {

    /// For clocks that run at different rates: 1 % of ten seconds, a hundred times what hardware shows.
    public static final Duration RATE_MARGIN = Duration.ofMillis(100);

    /// How late the kernel may drop an address whose lifetime has run out: measured up to 1.3 s with many
    /// addresses.
    public static final Duration KERNEL_LATENESS = Duration.ofMillis(1300);

    /// How long before the proof ends everything is dropped by this process, if the kernel has not done so.
    public static final Duration FENCE_MARGIN = Duration.ofMillis(200);

    /// What a question gives that left at `sent` and was granted `time`: whoever granted it counts from
    /// later.
    public static Proof from(Duration sent, Duration time) {
        return new Proof(sent.plus(time).minus(RATE_MARGIN));
    }

    public boolean holdsAt(Duration now) {
        return now.compareTo(ends) < 0;
    }

    /// When this process has to start to drop everything.
    ///
    /// @param refreshTime what it takes to refresh, or to drop, all addresses of this node
    public Duration fenceAt(Duration refreshTime) {
        return ends.minus(refreshTime).minus(FENCE_MARGIN);
    }

    /// The lifetime in whole seconds to give an address now, so that the kernel has dropped it before the
    /// proof ends. Below 1: it must not be bound.
    public long lifetimeSeconds(Duration now, Duration refreshTime) {
        Duration left = ends.minus(now).minus(KERNEL_LATENESS).minus(refreshTime);
        return left.isNegative() ? 0 : left.toSeconds();
    }
}
