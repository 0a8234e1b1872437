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
        Optional<Duration> ttl = given.get(Keys.TTL);
        Optional<Duration> timeout = given.get(Keys.DCS_TIMEOUT);
        if (interval.isEmpty() || ttl.isEmpty() || timeout.isEmpty()) {
            return Optional.empty();
        }
        var timing = new Timing(interval.get(), ttl.get(), timeout.get(), Timing.DEFAULT_ATTEMPTS);
        Place place = place();
        for (String reason : timing.refusals(timing.wholeSeconds(), Duration.ZERO)) {
            given.problems().add(place, reason + "; raise ttl, or lower interval or dcs-timeout");
        }
        for (String reason : timing.warnings(timing.wholeSeconds(), Duration.ZERO)) {
            given.problems().warn(place, reason);
        }
        return Optional.of(timing);
    }

    /// The first of them that somebody has set.
    private Place place() {
        return List.of(Keys.TTL, Keys.DCS_TIMEOUT, Keys.INTERVAL).stream()
                .filter(given::has)
                .findFirst()
                .map(given::place)
                .orElse(given.place(Keys.TTL));
    }
}
