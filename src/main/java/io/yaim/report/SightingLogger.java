package io.yaim.report;

import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressSighting;
import io.yaim.model.HardwareAddress;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;

/// Logs other hosts that use addresses of this node: one line for all addresses of one host.
final class SightingLogger {

    /// Limits lines about packets from the network, which any host can send.
    private static final int MAX_SIGHTINGS = 20;

    private static final Duration SIGHTINGS_PERIOD = Duration.ofSeconds(10);

    private final LineLogger lines;
    private final LogRateLimiter sightings = new LogRateLimiter(MAX_SIGHTINGS, SIGHTINGS_PERIOD);

    SightingLogger(LineLogger lines) {
        this.lines = lines;
    }

    void log(Cycle cycle) {
        long suppressed = sightings.suppressed(cycle.started());
        if (suppressed > 0) {
            lines.log(Level.WARNING, "suppressed", "lines", suppressed, "of", "conflict, conflict-over, not-bound-yet");
        }
        var hosts = new LinkedHashMap<SightingKind, Set<VirtualIp>>();
        for (Event event : cycle.events()) {
            switch (event) {
                case Event.ProbeAnswered(var by) ->
                    group(hosts, SightingKind.of(Level.INFO, "not-bound-yet", by), by.ip());
                case Event.ConflictBegan(var by) ->
                    group(hosts, SightingKind.of(Level.WARNING, "conflict", by), by.ip());
                case Event.ConflictEnded(var by) ->
                    group(hosts, SightingKind.of(Level.INFO, "conflict-over", by), by.ip());
                default -> {}
            }
        }
        hosts.forEach((what, ips) -> {
            if (sightings.admits(cycle.started())) {
                lines.log(
                        what.level,
                        what.word,
                        "count",
                        ips.size(),
                        "addresses",
                        LineLogger.joined(ips),
                        "mac",
                        what.mac,
                        "interface",
                        what.interfaceName);
            }
        });
    }

    private static void group(Map<SightingKind, Set<VirtualIp>> byKind, SightingKind kind, VirtualIp ip) {
        byKind.computeIfAbsent(kind, _ -> new TreeSet<>()).add(ip);
    }

    /// Another host that uses addresses of this node.
    private record SightingKind(Level level, String word, HardwareAddress mac, String interfaceName) {

        static SightingKind of(Level level, String word, AddressSighting by) {
            return new SightingKind(level, word, by.senderHardware(), by.interfaceName());
        }
    }
}
