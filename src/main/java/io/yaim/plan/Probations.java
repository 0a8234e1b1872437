package io.yaim.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What failed, works again, and still has to prove itself. Meanwhile this node takes only what no other node can
/// take.
///
/// @param interfaces the interfaces that were down, by name
/// @param checks the checks of this node, if they failed
public record Probations(SortedMap<String, Probation> interfaces, Optional<Probation> checks) {

    public Probations {
        interfaces = Collections.unmodifiableSortedMap(new TreeMap<>(interfaces));
    }

    /// The probation of one of them.
    ///
    /// @param length from the recovery to the end
    /// @param endsAt since boot
    public record Probation(Duration length, Duration endsAt) {

        private String text(String what) {
            return "on probation for %d s: %s".formatted(Math.ceilDiv(length.toMillis(), 1000L), what);
        }
    }

    public static Probations none() {
        return new Probations(Collections.emptySortedMap(), Optional.empty());
    }

    /// Whether entries on this interface are concerned.
    boolean concern(String interfaceName) {
        return checks.isPresent() || interfaces.containsKey(interfaceName);
    }

    /// When the last one ends; absent: there is none.
    public Optional<Duration> endAt() {
        return ends().max(Comparator.naturalOrder());
    }

    /// When the first one ends.
    public Optional<Duration> nextEnd() {
        return ends().min(Comparator.naturalOrder());
    }

    private Stream<Duration> ends() {
        return Stream.concat(checks.stream(), interfaces.values().stream()).map(Probation::endsAt);
    }

    /// What they are, with their whole lengths: a text that is published must not change all the time.
    public Optional<String> reason() {
        List<String> reasons = new ArrayList<>();
        checks.ifPresent(probation -> reasons.add(probation.text("the checks pass again")));
        interfaces.forEach((name, probation) -> reasons.add(probation.text(name + " is up again")));
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }
}
