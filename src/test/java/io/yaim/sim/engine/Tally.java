package io.yaim.sim.engine;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Counts of what was simulated. Used by one thread.
public final class Tally {

    private final Map<String, Long> counts = new TreeMap<>();
    private long interruptionPoints;
    private long checks;
    private final Map<String, Duration> longest = new TreeMap<>();

    /// A step ended.
    public void countInterruptionPoint() {
        interruptionPoints++;
    }

    /// The invariants were checked.
    public void countCheck() {
        checks++;
    }

    public long interruptionPoints() {
        return interruptionPoints;
    }

    public long checks() {
        return checks;
    }

    public void count(String what) {
        count(what, 1);
    }

    public void count(String what, long howMany) {
        counts.merge(what, howMany, Long::sum);
    }

    /// Records the longest of these times.
    public void recordLongest(String what, Duration time) {
        longest.merge(what, time, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    public Map<String, Duration> longest() {
        return Collections.unmodifiableMap(longest);
    }

    public long countOf(String what) {
        return counts.getOrDefault(what, 0L);
    }

    public void add(Tally other) {
        other.counts.forEach(this::count);
        interruptionPoints += other.interruptionPoints;
        checks += other.checks;
        other.longest.forEach(this::recordLongest);
    }

    /// All counts whose name begins with this prefix; the names are returned without it.
    public Map<String, Long> startingWith(String prefix) {
        var found = new TreeMap<String, Long>();
        counts.forEach((name, count) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), count);
            }
        });
        return found;
    }
}
