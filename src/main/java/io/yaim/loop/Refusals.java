package io.yaim.loop;

import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Entries that this node could not bind, each left alone for a time that doubles with every failure in a row.
final class Refusals {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Map<VirtualIp, Refusal> refusals = new HashMap<>();

    void failed(VirtualIp ip, String reason, Duration now) {
        Refusal former = refusals.get(ip);
        Duration backOff = former == null ? FIRST : former.backOff.multipliedBy(2);
        Duration bounded = backOff.compareTo(LONGEST) > 0 ? LONGEST : backOff;
        refusals.put(ip, new Refusal(reason, bounded, now.plus(bounded)));
    }

    void succeeded(Collection<VirtualIp> ips) {
        refusals.keySet().removeAll(ips);
    }

    /// The entries in their back-off, each with the reason.
    SortedMap<VirtualIp, String> at(Duration now) {
        refusals.values().removeIf(refusal -> now.compareTo(refusal.until.plus(LONGEST)) > 0);
        var present = new TreeMap<VirtualIp, String>();
        refusals.forEach((ip, refusal) -> {
            if (now.compareTo(refusal.until) < 0) {
                present.put(ip, refusal.reason);
            }
        });
        return present;
    }

    /// When the next back-off ends.
    Optional<Duration> next(Duration now) {
        return refusals.values().stream()
                .map(refusal -> refusal.until)
                .filter(until -> until.compareTo(now) > 0)
                .min(Duration::compareTo);
    }

    private record Refusal(String reason, Duration backOff, Duration until) {}
}
