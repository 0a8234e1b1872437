package io.yaim.model;

import java.time.Duration;

/// Until when this node may hold addresses, by its own clock (CLOCK_BOOTTIME, counts suspend).
///
/// @param endsAt from here on nothing proves that they are this node's
/// @param grantedTime for how long it was given, margins included
/// @param expiryGuard what enforces it
public record Proof(Duration endsAt, Duration grantedTime, ExpiryGuard expiryGuard) {

    /// For clocks that run at different rates: 1 % of ten seconds, a hundred times what hardware shows. Of
    /// a shorter time than [#LONG], 1 %.
    public static final Duration RATE_MARGIN = Duration.ofMillis(100);

    /// How late the kernel may drop an address whose lifetime has run out: measured up to 1.3 s with many
    /// addresses.
    public static final Duration KERNEL_LATENESS = Duration.ofMillis(1300);

    /// How late the gate may fall shut: a tick of the kernel (10 ms at most), and [#GATE_SLACK].
    public static final Duration GATE_LATENESS = Duration.ofMillis(20);

    /// What may pass between a look at the clock and the kernel's taking what was reckoned by it.
    public static final Duration GATE_SLACK = Duration.ofMillis(10);

    /// How long before the proof ends everything is dropped by this process, if the kernel has not done so.
    /// Of a shorter time than [#LONG], the same part.
    public static final Duration FENCE_MARGIN = Duration.ofMillis(200);

    /// From here on margins are what they are, and below it in proportion.
    private static final Duration LONG = Duration.ofSeconds(3);

    /// What the coarse lifetime beside the gate is longer than the time that was given.
    private static final int COARSE_SECONDS = 5;

    /// Of a long time, enforced by lifetimes.
    public Proof(Duration endsAt) {
        this(endsAt, LONG, ExpiryGuard.LIFETIME);
    }

    /// What a question gives that left at `sent` and was granted `grantedTime`: whoever granted it counts from
    /// later.
    public static Proof from(Duration sent, Duration time) {
        return from(sent, time, ExpiryGuard.LIFETIME);
    }

    /// The same by another guard.
    public static Proof from(Duration sent, Duration time, ExpiryGuard expiryGuard) {
        return new Proof(sent.plus(time).minus(rateMargin(time)), time, expiryGuard);
    }

    /// What a proof ends earlier than the time that was granted.
    static Duration rateMargin(Duration time) {
        return time.compareTo(LONG) < 0 ? time.dividedBy(100) : RATE_MARGIN;
    }

    static Duration fenceMargin(Duration time) {
        return time.compareTo(LONG) < 0
                ? Duration.ofNanos(FENCE_MARGIN.toNanos() * time.toNanos() / LONG.toNanos())
                : FENCE_MARGIN;
    }

    public boolean isValidAt(Duration now) {
        return now.compareTo(endsAt) < 0;
    }

    /// When this process has to start to drop everything.
    ///
    /// @param refreshTime what it takes to refresh, or to drop, all addresses of this node; the gate falls
    ///     shut whatever it takes
    public Duration fenceAt(Duration refreshTime) {
        return endsAt.minus(expiryGuard == ExpiryGuard.GATE ? Duration.ZERO : refreshTime)
                .minus(fenceMargin(grantedTime));
    }

    /// The lifetime in whole seconds to give an address now, so that the kernel has dropped it before the
    /// proof ends, or, where the gate enforces that, some seconds after. Below 1: it must not be bound.
    public long lifetimeSeconds(Duration now, Duration refreshTime) {
        return switch (expiryGuard) {
            case LIFETIME -> {
                Duration left = endsAt.minus(now).minus(KERNEL_LATENESS).minus(refreshTime);
                yield left.isNegative() ? 0 : left.toSeconds();
            }
            case GATE -> gateOpenTime(now).isPositive() ? coarseLifetimeSeconds() : 0;
        };
    }

    /// Whether an address is to be given its lifetime anew: after each counted keep-alive, or, where the
    /// lifetime is only the second line, when half of it is over. Whoever renews five times in a lease gets
    /// round to it in the other half.
    ///
    /// @param lastProofEndsAt when the proof ends by which lifetimes were last given
    /// @param lifetimeSeconds what the address has left
    public boolean isRefreshDue(Duration lastProofEndsAt, long lifetimeSeconds) {
        return switch (expiryGuard) {
            case LIFETIME -> endsAt.compareTo(lastProofEndsAt) > 0;
            case GATE -> lifetimeSeconds <= coarseLifetimeSeconds() / 2;
        };
    }

    private long coarseLifetimeSeconds() {
        return grantedTime.toSeconds() + COARSE_SECONDS;
    }

    /// How long the gate may stay open from now on, so that it is shut before the proof ends; zero: not at
    /// all.
    public Duration gateOpenTime(Duration now) {
        Duration left = endsAt.minus(now).minus(GATE_LATENESS);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
