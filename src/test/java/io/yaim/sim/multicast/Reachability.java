package io.yaim.sim.multicast;

import io.yaim.sim.engine.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/// Which machine reaches which, and since when two are together.
public final class Reachability {

    private final EventQueue eventQueue;
    private final Set<String> cut = new HashSet<>();
    private final List<Pair> divided = new ArrayList<>();
    private final Map<Pair, Duration> togetherSince = new HashMap<>();

    private record Pair(String one, String other) {

        static Pair of(String one, String other) {
            return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
        }
    }

    Reachability(EventQueue eventQueue) {
        this.eventQueue = eventQueue;
    }

    boolean reaches(String from, String to) {
        return !cut.contains(direction(from, to));
    }

    /// No message passes from one to the other any more, in that direction.
    public void cut(String from, String to) {
        if (!from.equals(to)) {
            cut.add(direction(from, to));
            divide(from, to);
        }
    }

    public void mend(String from, String to) {
        cut.remove(direction(from, to));
    }

    public void mend() {
        cut.clear();
    }

    boolean isWhole() {
        return cut.isEmpty();
    }

    /// The two are not together from now on, until they have the same membership view and reach each other.
    void divide(String one, String other) {
        Pair pair = Pair.of(one, other);
        if (!one.equals(other) && !divided.contains(pair)) {
            divided.add(pair);
        }
    }

    void rejoin(BiPredicate<String, String> areTogether) {
        divided.removeIf(pair -> {
            boolean isOver = reaches(pair.one, pair.other)
                    && reaches(pair.other, pair.one)
                    && areTogether.test(pair.one, pair.other);
            if (isOver) {
                togetherSince.put(pair, eventQueue.now());
            }
            return isOver;
        });
    }

    public boolean isDivided() {
        return !divided.isEmpty();
    }

    /// For how long the two have been together; zero if they are not.
    public Duration togetherFor(String one, String other) {
        Pair pair = Pair.of(one, other);
        return divided.contains(pair)
                ? Duration.ZERO
                : eventQueue.now().minus(togetherSince.getOrDefault(pair, Duration.ofDays(-1)));
    }

    private static String direction(String from, String to) {
        return from + ">" + to;
    }
}
