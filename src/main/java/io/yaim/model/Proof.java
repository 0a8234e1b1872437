package io.yaim.model;

import java.time.Duration;

/// Until when this node may have addresses bound, by its own CLOCK_BOOTTIME, which counts suspended time.
///
/// @param endsAt the end of the proof
/// @param grantedTime for how long it was granted, including margins
/// @param expiryGuard what enforces the end
public record Proof(Duration endsAt, Duration grantedTime, ExpiryGuard expiryGuard) {

    /// The margin for clocks that run at different rates. It is 1 % of ten seconds, a hundred times the
    /// deviation of real hardware. For a granted time below [#LONG] the margin is 1 % of it.
    public static final Duration RATE_MARGIN = Duration.ofMillis(100);

    /// How late the kernel may drop an address after its lifetime has ended. Up to 1.3 s were measured with
    /// many addresses.
    public static final Duration KERNEL_LATENESS = Duration.ofMillis(1300);

    /// How late the gate may close: one kernel tick (10 ms at most) and [#GATE_SLACK].
    public static final Duration GATE_LATENESS = Duration.ofMillis(20);

    /// The time between the reading of the clock and the moment at which the kernel accepts the computed time.
    public static final Duration GATE_SLACK = Duration.ofMillis(10);

    /// How long before the end of the proof this process drops everything that the kernel has not dropped. For
    /// a granted time below [#LONG] the margin shrinks in proportion.
    public static final Duration FENCE_MARGIN = Duration.ofMillis(200);

    /// For granted times below this, margins shrink in proportion.
    private static final Duration LONG = Duration.ofSeconds(3);

    /// By how much the coarse lifetime beside the gate exceeds the granted time.
    private static final int COARSE_SECONDS = 5;

    /// A proof of at least [#LONG] that lifetimes enforce.
    public Proof(Duration endsAt) {
        this(endsAt, LONG, ExpiryGuard.LIFETIME);
    }

    /// A proof that lifetimes enforce, from a request that was sent at `sent` and granted `time`. The grantor
    /// counts from a later moment.
    public static Proof from(Duration sent, Duration time) {
        return from(sent, time, ExpiryGuard.LIFETIME);
    }

    /// The same proof with any expiry guard.
    public static Proof from(Duration sent, Duration time, ExpiryGuard expiryGuard) {
        return new Proof(sent.plus(time).minus(rateMargin(time)), time, expiryGuard);
    }

    /// By how much a proof ends before the granted time is over.
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
    /// @param refreshTime how long it takes to refresh, or to drop, all addresses of this node; not used with
    ///     the gate, which closes by itself
    public Duration fenceAt(Duration refreshTime) {
        return endsAt.minus(expiryGuard == ExpiryGuard.GATE ? Duration.ZERO : refreshTime)
                .minus(fenceMargin(grantedTime));
    }

    /// The lifetime in whole seconds to give an address now. The kernel drops the address before the proof
    /// ends. With the gate it may do so some seconds later. Below 1 the address must not be bound.
    public long lifetimeSeconds(Duration now, Duration refreshTime) {
        return switch (expiryGuard) {
            case LIFETIME -> {
                Duration left = endsAt.minus(now).minus(KERNEL_LATENESS).minus(refreshTime);
                yield left.isNegative() ? 0 : left.toSeconds();
            }
            case GATE -> gateOpenTime(now).isPositive() ? coarseLifetimeSeconds() : 0;
        };
    }

    /// Whether the lifetime of an address must be refreshed now. Without the gate that is after each counted
    /// keep-alive. With the gate the lifetime is only the second line of defence, so it is refreshed when half
    /// of it is over. A node renews five times per lease, so this happens in time.
    ///
    /// @param lastProofEndsAt the end of the proof by which lifetimes were last given
    /// @param lifetimeSeconds the remaining lifetime of the address, in seconds
    public boolean isRefreshDue(Duration lastProofEndsAt, long lifetimeSeconds) {
        return switch (expiryGuard) {
            case LIFETIME -> endsAt.compareTo(lastProofEndsAt) > 0;
            case GATE -> lifetimeSeconds <= coarseLifetimeSeconds() / 2;
        };
    }

    private long coarseLifetimeSeconds() {
        return grantedTime.toSeconds() + COARSE_SECONDS;
    }

    /// How long the gate may stay open from now on, so that it is closed before the proof ends. Zero: not at
    /// all.
    public Duration gateOpenTime(Duration now) {
        Duration left = endsAt.minus(now).minus(GATE_LATENESS);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
