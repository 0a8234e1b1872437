package io.yaim.store.multicast.jgroups;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Reports foreign senders, each of them now and then and few in all: any host can send packets that look like those
/// of one.
final class ForeignPackets {

    private static final int MOST_AT_A_TIME = 16;

    private final Duration pause;
    private final Supplier<Duration> sinceBoot;
    private final Consumer<String> listener;

    /// When each was last reported.
    private final Map<InetAddress, Duration> lastReported = new LinkedHashMap<>();

    /// @param pause between two reports of one sender
    ForeignPackets(Duration pause, Supplier<Duration> sinceBoot, Consumer<String> listener) {
        this.pause = pause;
        this.sinceBoot = sinceBoot;
        this.listener = listener;
    }

    synchronized void report(InetAddress from, String why) {
        Duration now = sinceBoot.get();
        lastReported.values().removeIf(at -> now.minus(at).compareTo(pause) >= 0);
        if (lastReported.size() < MOST_AT_A_TIME && lastReported.putIfAbsent(from, now) == null) {
            listener.accept(from.getHostAddress() + " " + why);
        }
    }
}
