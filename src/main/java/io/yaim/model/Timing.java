package io.yaim.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The times of a node that must fit together, or its lease ends before it notices that it cannot renew it.
///
/// @param interval the pause of the loop, and the renewal period unless the lease demands a shorter one
/// @param ttl the time to live that is asked for; the store grants whole seconds
/// @param storeTimeout the time for one attempt at a call of the store; a later answer counts for nothing
/// @param attempts how many attempts at a renewal must fit before addresses are dropped; 2 or more
public record Timing(Duration interval, Duration ttl, Duration storeTimeout, int attempts) {

    public static final int DEFAULT_ATTEMPTS = 2;

    /// Below this, nothing is left of a lease for a guard that counts whole seconds.
    public static final Duration SHORTEST_TTL = Duration.ofSeconds(3);

    /// How long etcd takes to elect a new leader: measured 1.3 to 2.1 s.
    public static final Duration LEADER_CHANGE = Duration.ofSeconds(2);

    private static final int RENEWALS_PER_LEASE = 5;

    public Timing {
        if (!interval.isPositive() || !ttl.isPositive() || !storeTimeout.isPositive()) {
            throw new IllegalArgumentException("expected interval, ttl and store timeout above 0");
        }
        if (attempts < DEFAULT_ATTEMPTS) {
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

    /// The shortest lifetime that an address is given right after a keep-alive that was answered as late as
    /// it may be; in whole seconds, 0 when there is none.
    ///
    /// @param refreshTime what it takes to refresh all addresses of this node
    public Duration shortestLifetime(Duration granted, Duration refreshTime) {
        Duration left = granted.minus(Proof.RATE_MARGIN)
                .minus(Proof.KERNEL_LATENESS)
                .minus(refreshTime)
                .minus(storeTimeout);
        return left.isNegative() ? Duration.ZERO : Duration.ofSeconds(left.toSeconds());
    }

    /// What a store that grants what it is asked for makes of `ttl`: etcd counts whole seconds.
    public Duration wholeSeconds() {
        return Duration.ofSeconds(ttl.toSeconds());
    }

    /// Why a node must not run with these times, each as the inequality that fails with its figures; empty
    /// when it may.
    ///
    /// @param refreshTime what it takes to refresh all addresses of this node; zero before any is bound
    public List<String> refusals(Duration granted, Duration refreshTime) {
        var reasons = new ArrayList<String>();
        if (granted.compareTo(SHORTEST_TTL) < 0) {
            reasons.add("ttl >= %s does not hold: %s".formatted(seconds(SHORTEST_TTL), seconds(granted)));
        }
        Duration lifetime = shortestLifetime(granted, refreshTime);
        Duration renewal = renewalPeriod(granted);
        Duration needed = renewal.plus(storeTimeout.multipliedBy(attempts)).plus(refreshTime);
        if (needed.compareTo(lifetime) > 0) {
            reasons.add("renewal + %d * dcs-timeout + refresh <= lifetime does not hold: %s + %d * %s + %s = %s > %s"
                    .formatted(
                            attempts,
                            seconds(renewal),
                            attempts,
                            seconds(storeTimeout),
                            seconds(refreshTime),
                            seconds(needed),
                            spelledOut(lifetime, granted, refreshTime)));
        }
        return List.copyOf(reasons);
    }

    /// What these times do not ride out although a node may run with them, each as the inequality that
    /// fails with its figures; empty when nothing.
    ///
    /// @param refreshTime what it takes to refresh all addresses of this node; zero before any is bound
    public List<String> warnings(Duration granted, Duration refreshTime) {
        Duration lifetime = shortestLifetime(granted, refreshTime);
        Duration renewal = renewalPeriod(granted);
        Duration needed = renewal.plus(LEADER_CHANGE).plus(storeTimeout).plus(refreshTime);
        if (needed.compareTo(lifetime) <= 0) {
            return List.of();
        }
        return List.of(("addresses are dropped while etcd changes its leader: renewal + leader change + dcs-timeout"
                        + " + refresh <= lifetime does not hold: %s + %s + %s + %s = %s > %s")
                .formatted(
                        seconds(renewal),
                        seconds(LEADER_CHANGE),
                        seconds(storeTimeout),
                        seconds(refreshTime),
                        seconds(needed),
                        spelledOut(lifetime, granted, refreshTime)));
    }

    private String spelledOut(Duration lifetime, Duration granted, Duration refreshTime) {
        return "%s = floor(ttl %s - margin %s - kernel lateness %s - refresh %s - dcs-timeout %s)"
                .formatted(
                        seconds(lifetime),
                        seconds(granted),
                        seconds(Proof.RATE_MARGIN),
                        seconds(Proof.KERNEL_LATENESS),
                        seconds(refreshTime),
                        seconds(storeTimeout));
    }

    /// Seconds with as many decimals as it takes, down to milliseconds: `9 s`, `0.25 s`.
    private static String seconds(Duration time) {
        String digits = String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
        return digits.replaceFirst("\\.?0+$", "") + " s";
    }
}
