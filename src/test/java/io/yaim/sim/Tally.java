package io.yaim.sim;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What was simulated: how many of each. Used by one thread.
final class Tally {

    private final Map<String, Long> counts = new TreeMap<>();
    private long points;
    private long checks;
    private final Map<String, Duration> longest = new TreeMap<>();

    /// A step ended.
    void countPoint() {
        points++;
    }

    /// The invariants were checked.
    void countCheck() {
        checks++;
    }

    long points() {
        return points;
    }

    long checks() {
        return checks;
    }

    void count(String what) {
        count(what, 1);
    }

    void count(String what, long howMany) {
        counts.merge(what, howMany, Long::sum);
    }

    /// Keeps the longest of these.
    void took(String what, Duration time) {
        longest.merge(what, time, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    Map<String, Duration> longest() {
        return Collections.unmodifiableMap(longest);
    }

    long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    void add(Tally other) {
        other.counts.forEach(this::count);
        points += other.points;
        checks += other.checks;
        other.longest.forEach(this::took);
    }

    /// All counts whose name begins so, without that beginning.
    Map<String, Long> startingWith(String prefix) {
        var found = new TreeMap<String, Long>();
        counts.forEach((name, count) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), count);
            }
        });
        return found;
    }
}
