package io.yaim.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The times of a node that must fit together, or its lease ends before it notices that it cannot renew it.
///
/// @param interval the pause of the loop, and the renewal period unless the lease demands a shorter one
/// @param ttl the time to live that is asked for, and is granted by a store that does as it is asked
/// @param storeTimeout the time for one attempt at a call of the store; a later answer counts for nothing
/// @param renewalAttempts how many attempts at a renewal must fit before addresses are dropped; 2 or more
/// @param expiryGuard what enforces that they are silent when the lease proves nothing any more
public record LeaseTiming(
        Duration interval, Duration ttl, Duration storeTimeout, int renewalAttempts, ExpiryGuard expiryGuard) {

    public static final int DEFAULT_ATTEMPTS = 2;

    /// Below this, nothing is left of a lease for a guard that counts whole seconds.
    public static final Duration SHORTEST_TTL = ExpiryGuard.LIFETIME.shortestTtl();

    /// How long etcd takes to elect a new leader: measured 1.3 to 2.1 s.
    public static final Duration LEADER_CHANGE = Duration.ofSeconds(2);

    private static final int RENEWALS_PER_LEASE = 5;

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
    private static final int PAUSES_PER_LEASE = 30;

    /// Guarded by lifetimes.
    public LeaseTiming(Duration interval, Duration ttl, Duration storeTimeout, int renewalAttempts) {
        this(interval, ttl, storeTimeout, renewalAttempts, ExpiryGuard.LIFETIME);
    }

    public LeaseTiming {
        if (!interval.isPositive() || !ttl.isPositive() || !storeTimeout.isPositive()) {
            throw new IllegalArgumentException("expected interval, ttl and store timeout above 0");
        }
        if (renewalAttempts < DEFAULT_ATTEMPTS) {
            throw new IllegalArgumentException("expected " + DEFAULT_ATTEMPTS + " attempts or more");
        }
    }

    /// The time between two renewals of a lease.
    ///
    /// @param granted what the store granted
    public Duration renewalPeriod(Duration granted) {
        Duration often = granted.dividedBy(RENEWALS_PER_LEASE);
        return interval.compareTo(often) < 0 ? interval : often;
    }

    /// How long an address may answer, at the least, right after a keep-alive that was answered as late as
    /// it may be; 0 when it may not. With lifetimes in whole seconds; with the gate up to the fence.
    ///
    /// @param refreshTime what it takes to refresh all addresses of this node; the gate does not need it
    public Duration shortestLifetime(Duration granted, Duration refreshTime) {
        Duration given = granted.minus(Proof.rateMargin(granted)).minus(storeTimeout);
        Duration left = switch (expiryGuard) {
            case LIFETIME -> given.minus(Proof.KERNEL_LATENESS).minus(refreshTime);
            case GATE -> given.minus(Proof.fenceMargin(granted));
        };
        return left.isNegative()
                ? Duration.ZERO
                : expiryGuard == ExpiryGuard.GATE ? left : Duration.ofSeconds(left.toSeconds());
    }

    /// Between two attempts at what failed.
    public Duration retryPause() {
        Duration often = ttl.dividedBy(PAUSES_PER_LEASE);
        return often.compareTo(LONGEST_PAUSE) < 0 ? often : LONGEST_PAUSE;
    }

    /// The same times with another guard.
    public LeaseTiming withGuard(ExpiryGuard other) {
        return new LeaseTiming(interval, ttl, storeTimeout, renewalAttempts, other);
    }

    /// Why a node must not run with these times, each as the inequality that fails with its figures; empty
    /// when it may.
    ///
    /// @param refreshTime what it takes to refresh all addresses of this node; zero before any is bound
    public List<String> violations(Duration granted, Duration refreshTime) {
        var reasons = new ArrayList<String>();
        if (granted.compareTo(expiryGuard.shortestTtl()) < 0) {
            reasons.add("ttl >= %s does not hold: %s".formatted(seconds(expiryGuard.shortestTtl()), seconds(granted)));
        }
        Duration lifetime = shortestLifetime(granted, refreshTime);
        Duration renewal = renewalPeriod(granted);
        Duration tried = renewal.plus(storeTimeout.multipliedBy(renewalAttempts));
        Duration needed = expiryGuard == ExpiryGuard.GATE ? tried : tried.plus(refreshTime);
        if (needed.compareTo(lifetime) > 0) {
            reasons.add("renewal + %d * dcs-timeout%s <= %s does not hold: %s + %d * %s%s = %s > %s"
                    .formatted(
                            renewalAttempts,
                            refresh("refresh"),
                            held(),
                            seconds(renewal),
                            renewalAttempts,
                            seconds(storeTimeout),
                            refresh(seconds(refreshTime)),
                            seconds(needed),
                            spelledOut(lifetime, granted, refreshTime)));
        }
        return List.copyOf(reasons);
    }

    /// The term of an inequality that the gate does without.
    private String refresh(String term) {
        return expiryGuard == ExpiryGuard.GATE ? "" : " + " + term;
    }

    /// What must last so long.
    private String held() {
        return expiryGuard == ExpiryGuard.GATE ? "open" : "lifetime";
    }

    /// What these times do not ride out although a node may run with them, each as the inequality that
    /// fails with its figures; empty when nothing.
    ///
    /// @param refreshTime what it takes to refresh all addresses of this node; zero before any is bound
    public List<String> warnings(Duration granted, Duration refreshTime) {
        Duration lifetime = shortestLifetime(granted, refreshTime);
        Duration renewal = renewalPeriod(granted);
        Duration tried = renewal.plus(LEADER_CHANGE).plus(storeTimeout);
        Duration needed = expiryGuard == ExpiryGuard.GATE ? tried : tried.plus(refreshTime);
        if (needed.compareTo(lifetime) <= 0) {
            return List.of();
        }
        return List.of(("addresses are dropped while etcd changes its leader: renewal + leader change + dcs-timeout"
                        + "%s <= %s does not hold: %s + %s + %s%s = %s > %s")
                .formatted(
                        refresh("refresh"),
                        held(),
                        seconds(renewal),
                        seconds(LEADER_CHANGE),
                        seconds(storeTimeout),
                        refresh(seconds(refreshTime)),
                        seconds(needed),
                        spelledOut(lifetime, granted, refreshTime)));
    }

    private String spelledOut(Duration lifetime, Duration granted, Duration refreshTime) {
        return switch (expiryGuard) {
            case LIFETIME ->
                "%s = floor(ttl %s - margin %s - kernel lateness %s - refresh %s - dcs-timeout %s)"
                        .formatted(
                                seconds(lifetime),
                                seconds(granted),
                                seconds(Proof.rateMargin(granted)),
                                seconds(Proof.KERNEL_LATENESS),
                                seconds(refreshTime),
                                seconds(storeTimeout));
            case GATE ->
                "%s = ttl %s - margin %s - fence %s - dcs-timeout %s"
                        .formatted(
                                seconds(lifetime),
                                seconds(granted),
                                seconds(Proof.rateMargin(granted)),
                                seconds(Proof.fenceMargin(granted)),
                                seconds(storeTimeout));
        };
    }

    /// Seconds with as many decimals as it takes, down to milliseconds: `9 s`, `0.25 s`.
    private static String seconds(Duration time) {
        String digits = String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
        return digits.replaceFirst("\\.?0+$", "") + " s";
    }
}
