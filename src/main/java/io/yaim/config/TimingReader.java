package io.yaim.config;

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
        var timing = new Timing(interval.get(), ttl.get(), timeout.get(), Timing.DEFAULT_ATTEMPTS);
        Place place = place(lease);
        boolean isEtcd = lease.equals(Keys.TTL);
        String raise = isEtcd ? "; raise ttl" : "; raise stale, which is the ttl here";
        for (String reason : timing.refusals(timing.wholeSeconds(), Duration.ZERO)) {
            given.problems().add(place, reason + raise + ", or lower interval or dcs-timeout");
        }
        if (isEtcd) {
            timing.warnings(timing.wholeSeconds(), Duration.ZERO)
                    .forEach(reason -> given.problems().warn(place, reason));
        }
        return Optional.of(timing);
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
