package io.yaim.sim;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// What was simulated: how many of each. Used by one thread.
final class Tally {

    private final Map<String, Long> counts = new TreeMap<>();
    private long points;
    private long checks;
    private Duration longest = Duration.ZERO;

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
    void took(Duration time) {
        longest = time.compareTo(longest) > 0 ? time : longest;
    }

    Duration longest() {
        return longest;
    }

    long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    void add(Tally other) {
        other.counts.forEach(this::count);
        points += other.points;
        checks += other.checks;
        took(other.longest);
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
