package io.yaim.loop.address;

import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Entries that this node could not bind. Each is retried after a back-off that doubles with each failure in a
/// row.
public final class BindBackoff {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Map<VirtualIp, FailedBind> failedBinds = new HashMap<>();

    void failed(VirtualIp ip, String reason, Duration now) {
        FailedBind former = failedBinds.get(ip);
        Duration backOff = former == null ? FIRST : former.backOff.multipliedBy(2);
        Duration bounded = backOff.compareTo(LONGEST) > 0 ? LONGEST : backOff;
        failedBinds.put(ip, new FailedBind(reason, bounded, now.plus(bounded)));
    }

    void succeeded(Collection<VirtualIp> ips) {
        failedBinds.keySet().removeAll(ips);
    }

    /// The entries in back-off, each with the reason.
    SortedMap<VirtualIp, String> activeAt(Duration now) {
        failedBinds.values().removeIf(failedBind -> now.compareTo(failedBind.until.plus(LONGEST)) > 0);
        var present = new TreeMap<VirtualIp, String>();
        failedBinds.forEach((ip, failedBind) -> {
            if (now.compareTo(failedBind.until) < 0) {
                present.put(ip, failedBind.reason);
            }
        });
        return present;
    }

    /// When the next back-off ends.
    public Optional<Duration> nextDue(Duration now) {
        return failedBinds.values().stream()
                .map(failedBind -> failedBind.until)
                .filter(until -> until.compareTo(now) > 0)
                .min(Duration::compareTo);
    }

    private record FailedBind(String reason, Duration backOff, Duration until) {}
}
