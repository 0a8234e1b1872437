package io.yaim.report;

import static io.yaim.report.LineLogger.joined;

import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.BoundAddress;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Observation;
import io.yaim.plan.Planner;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.logging.Level;

/// Logs what was bound and dropped. If another program takes addresses of this node off, or changes them, a warning
/// says so. While that goes on, it is repeated once in a while, with how often it happened; the single lines of such a
/// fight are not logged.
final class BindingLogger {

    private static final Duration REMINDER = Duration.ofMinutes(1);

    private final LineLogger lines;
    private final Set<VirtualIp> held = new HashSet<>();
    private final SortedSet<VirtualIp> disturbed = new TreeSet<>();
    private Set<VirtualIp> foreignForms = Set.of();
    private long times;
    private Duration nextWarning = Duration.ZERO;
    private long revision;

    BindingLogger(LineLogger lines) {
        this.lines = lines;
    }

    void log(Cycle cycle) {
        cycle.observation().ifPresent(this::compare);
        cycle.events().forEach(this::log);
        if (!disturbed.isEmpty() && cycle.started().compareTo(nextWarning) >= 0) {
            lines.log(
                    Level.WARNING,
                    "taken-over-again",
                    "count",
                    disturbed.size(),
                    "times",
                    times,
                    "reason",
                    "another program takes them off or changes them",
                    "addresses",
                    joined(disturbed));
            disturbed.clear();
            times = 0;
            nextWarning = cycle.started().plus(REMINDER);
        }
    }

    /// What this node does not own any more, it does not miss.
    private void compare(Observation seen) {
        long seenRevision = seen.view().map(View::revision).orElse(revision);
        if (seenRevision != revision) {
            held.removeIf(ip -> !seen.isOwned(ip));
            revision = seenRevision;
        }
        if (Planner.ineligibility(seen).isPresent()) {
            held.clear();
        }
        Set<VirtualIp> foreign = new HashSet<>();
        seen.foreignForms().forEach(address -> foreign.add(address.ip()));
        foreign.stream().filter(ip -> !foreignForms.contains(ip)).forEach(this::noteDisturbed);
        foreignForms = foreign;
    }

    private void log(Event event) {
        switch (event) {
            case Event.Bound(var ips, var lifetime) -> {
                ips.stream().filter(held::contains).forEach(this::noteDisturbed);
                List<VirtualIp> fresh =
                        ips.stream().filter(Predicate.not(held::contains)).toList();
                logUnlessEmpty("bound", "lifetime_s", lifetime, fresh);
                held.addAll(ips);
            }
            case Event.Dropped(var addresses, var reason) -> {
                List<VirtualIp> ips = addresses.stream()
                        .filter(address -> address.isOurs() || !held.contains(address.ip()))
                        .map(BoundAddress::ip)
                        .toList();
                logUnlessEmpty("dropped", "reason", reason, ips);
                ips.forEach(held::remove);
            }
            case Event.LeaseLost _, Event.LeaseObtained _ -> held.clear();
            default -> {}
        }
    }

    private void noteDisturbed(VirtualIp ip) {
        disturbed.add(ip);
        times++;
    }

    private void logUnlessEmpty(String event, String name, Object value, Collection<VirtualIp> ips) {
        if (!ips.isEmpty()) {
            lines.log(Level.INFO, event, "count", ips.size(), name, value, "addresses", joined(ips));
        }
    }
}
