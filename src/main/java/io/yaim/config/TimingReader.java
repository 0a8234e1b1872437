package io.yaim.config;

import io.yaim.model.FailureMode;
import io.yaim.model.Guard;
import io.yaim.model.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Makes a [Timing] of what is given, and holds its times against each other.
final class TimingReader {

    private final Given given;

    TimingReader(Given given) {
        this.given = given;
    }

    /// Empty when a value is a mistake; the inequalities are only looked at when none is.
    Optional<Timing> read() {
        Optional<Duration> interval = given.get(Keys.INTERVAL);
        Key<Duration> lease = StoreChoice.lease(given);
        Optional<Duration> ttl = given.get(lease);
        Optional<Duration> timeout = given.get(Keys.DCS_TIMEOUT);
        if (interval.isEmpty() || ttl.isEmpty() || timeout.isEmpty()) {
            return Optional.empty();
        }
        Place place = place(lease);
        var byLifetime = new Timing(interval.get(), granted(lease, ttl.get()), timeout.get(), Timing.DEFAULT_ATTEMPTS);
        Timing timing = guarded(byLifetime, place);
        boolean isEtcd = lease.equals(Keys.TTL);
        String raise = isEtcd ? "; raise ttl" : "; raise stale, which is the ttl here";
        for (String reason : refusals(timing)) {
            given.problems().add(place, reason + raise + ", or lower interval or dcs-timeout");
        }
        if (isEtcd) {
            timing.warnings(timing.ttl(), Duration.ZERO)
                    .forEach(reason -> given.problems().warn(place, reason));
        }
        return Optional.of(timing);
    }

    /// etcd counts whole seconds.
    private static Duration granted(Key<Duration> lease, Duration ttl) {
        return lease.equals(Keys.TTL) ? Duration.ofSeconds(ttl.toSeconds()) : ttl;
    }

    /// Whether the kernel can have a gate is seen when it is made.
    private Timing guarded(Timing byLifetime, Place place) {
        String wanted = given.get(Keys.GUARD).orElse(Keys.AUTO);
        Timing byGate = byLifetime.guardedBy(Guard.GATE);
        Optional<String> obstacle = obstacle();
        if (wanted.equals(Guard.GATE.toString())) {
            obstacle.ifPresent(text -> given.problems().add(given.place(Keys.GUARD), text));
            return byGate;
        }
        if (wanted.equals(Guard.LIFETIME.toString()) || refusals(byLifetime).isEmpty()) {
            return byLifetime;
        }
        boolean isTooShort = byLifetime.ttl().compareTo(Guard.LIFETIME.shortestTtl()) < 0;
        if (obstacle.isPresent()) {
            given.problems().add(place, "these times need the gate, and " + obstacle.get());
        }
        return isTooShort || refusals(byGate).isEmpty() ? byGate : byLifetime;
    }

    private static List<String> refusals(Timing timing) {
        return timing.refusals(timing.ttl(), Duration.ZERO);
    }

    /// The gate is one for all addresses, opens by the lease, and shuts a moment after this process ends.
    private Optional<String> obstacle() {
        if (given.get(Keys.DCS_FAILURE_MODE)
                .filter(mode -> mode != FailureMode.RELEASE)
                .isPresent()) {
            return Optional.of("guard: gate needs dcs-failure-mode: release");
        }
        return given.get(Keys.ON_STOP).filter(Keys.KEEP::equals).map(_ -> "guard: gate needs on-stop: release");
    }

    /// The first of them that somebody has set.
    private Place place(Key<Duration> lease) {
        return List.of(lease, Keys.DCS_TIMEOUT, Keys.INTERVAL).stream()
                .filter(given::has)
                .findFirst()
                .map(given::place)
                .orElse(given.place(lease));
    }
}
