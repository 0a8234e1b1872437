package io.yaim.loop;

import io.yaim.plan.Probations.Probation;
import java.time.Duration;
import java.util.Optional;

/// The probation of one thing that fails and recovers: an interface, or the checks. If it fails again soon after it
/// has proved itself, the next probation is twice as long. So the number of moves that it causes is bounded, however
/// long it goes on. A failure during a probation causes no moves, and only begins the same probation again.
final class ProbationTimer {

    /// The first probation of what has no least one.
    static final Duration FIRST_GROWTH = Duration.ofSeconds(5);

    private Optional<Duration> worksSince = Optional.empty();
    private boolean hasFailed;
    private Duration length = Duration.ZERO;

    /// @param works whether it works now; what works at the first call has proved itself
    /// @param least the length of the first probation
    /// @param longest as [ProbationSettings#longest] says
    void update(boolean works, Duration least, Duration longest, Duration now) {
        if (works) {
            worksSince = Optional.of(worksSince.orElse(now));
        } else if (worksSince.isPresent() || !hasFailed) {
            length = hasFailed ? nextLength(worksSince.orElse(now), least, longest, now) : least;
            hasFailed = true;
            worksSince = Optional.empty();
        }
    }

    private Duration nextLength(Duration since, Duration least, Duration longest, Duration now) {
        boolean hadProvedItself = now.compareTo(since.plus(length)) >= 0;
        boolean isRepeated = now.compareTo(since.plus(longest)) < 0;
        if (!hadProvedItself) {
            return length;
        }
        Duration grown = max(FIRST_GROWTH, length.multipliedBy(2));
        return isRepeated ? max(least, min(longest, grown)) : least;
    }

    /// The probation that it is on; absent: it has proved itself, or does not work.
    Optional<Probation> at(Duration now) {
        return worksSince
                .map(since -> new Probation(length, since.plus(length)))
                .filter(probation -> now.compareTo(probation.endsAt()) < 0);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
