package io.yaim.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The times of a node that must fit together. Otherwise the lease ends before the node notices that it cannot
/// renew it.
///
/// @param interval the pause of the loop; also the renewal period, unless the lease requires a shorter one
/// @param ttl the ttl that the node requests
/// @param storeTimeout the timeout of one call to the store; a later answer is ignored
/// @param renewalAttempts the number of renewal attempts that must fit before addresses are dropped; 2 or more
/// @param expiryGuard what makes addresses stop answering when the lease has expired
public record LeaseTiming(
        Duration interval, Duration ttl, Duration storeTimeout, int renewalAttempts, ExpiryGuard expiryGuard) {

    public static final int DEFAULT_ATTEMPTS = 2;

    /// The shortest ttl that address lifetimes, which count whole seconds, can enforce.
    public static final Duration SHORTEST_TTL = ExpiryGuard.LIFETIME.shortestTtl();

    private static final int RENEWALS_PER_LEASE = 5;

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
    private static final int PAUSES_PER_LEASE = 30;

    /// Times of a node whose expiry guard is the address lifetime.
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

    /// The time between two renewals of a lease: `interval`, but at most a fifth of the granted ttl.
    ///
    /// @param granted the ttl that the store granted
    public Duration renewalPeriod(Duration granted) {
        Duration often = granted.dividedBy(RENEWALS_PER_LEASE);
        return interval.compareTo(often) < 0 ? interval : often;
    }

    /// The least time for which an address may answer after a keep-alive that was answered at the last moment.
    /// It is 0 if the address must not be bound. It is in whole seconds with lifetimes. With the gate it ends
    /// at the fence.
    ///
    /// @param refreshTime how long a refresh of all addresses of this node takes; not used with the gate
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

    /// The pause before an action that failed is tried again.
    public Duration retryPause() {
        Duration often = ttl.dividedBy(PAUSES_PER_LEASE);
        return often.compareTo(LONGEST_PAUSE) < 0 ? often : LONGEST_PAUSE;
    }

    /// The same times with another expiry guard.
    public LeaseTiming withGuard(ExpiryGuard other) {
        return new LeaseTiming(interval, ttl, storeTimeout, renewalAttempts, other);
    }

    /// Why a node must not run with these times: each violated inequality with its figures. Empty if it may.
    ///
    /// @param refreshTime how long a refresh of all addresses of this node takes; zero before the first bind
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
                            refreshTerm("refresh"),
                            upperBound(),
                            seconds(renewal),
                            renewalAttempts,
                            seconds(storeTimeout),
                            refreshTerm(seconds(refreshTime)),
                            seconds(needed),
                            spelledOut(lifetime, granted, refreshTime)));
        }
        return List.copyOf(reasons);
    }

    /// A term of an inequality that is absent with the gate.
    private String refreshTerm(String term) {
        return expiryGuard == ExpiryGuard.GATE ? "" : " + " + term;
    }

    /// The name of the time that must be long enough.
    private String upperBound() {
        return expiryGuard == ExpiryGuard.GATE ? "gate open time" : "lifetime";
    }

    /// Events during which these times do not keep addresses bound, although a node may run with them: each
    /// violated inequality with its figures. Empty if there are none.
    ///
    /// @param refreshTime how long a refresh of all addresses of this node takes; zero before the first bind
    public List<String> warnings(Duration granted, Duration refreshTime, StoreTiming storeTiming) {
        return storeTiming.interruption().flatMap(interruption -> warning(granted, refreshTime, interruption)).stream()
                .toList();
    }

    private Optional<String> warning(Duration granted, Duration refreshTime, StoreTiming.Interruption interruption) {
        Duration lifetime = shortestLifetime(granted, refreshTime);
        Duration renewal = renewalPeriod(granted);
        Duration tried = renewal.plus(interruption.duration()).plus(storeTimeout);
        Duration needed = expiryGuard == ExpiryGuard.GATE ? tried : tried.plus(refreshTime);
        if (needed.compareTo(lifetime) <= 0) {
            return Optional.empty();
        }
        return Optional.of(("addresses are dropped while %s: renewal + %s + dcs-timeout"
                        + "%s <= %s does not hold: %s + %s + %s%s = %s > %s")
                .formatted(
                        interruption.description(),
                        interruption.name(),
                        refreshTerm("refresh"),
                        upperBound(),
                        seconds(renewal),
                        seconds(interruption.duration()),
                        seconds(storeTimeout),
                        refreshTerm(seconds(refreshTime)),
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

    /// Seconds without trailing zeros, down to milliseconds: `9 s`, `0.25 s`.
    private static String seconds(Duration time) {
        String digits = String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
        return digits.replaceFirst("\\.?0+$", "") + " s";
    }
}
