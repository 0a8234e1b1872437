package io.yaim.loop;

import io.yaim.model.Entry;
import io.yaim.model.Health;
import io.yaim.model.Host;
import io.yaim.model.Link;
import io.yaim.model.ProbationSettings;
import io.yaim.model.View;
import io.yaim.plan.Probations;
import io.yaim.plan.Probations.Probation;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Notices when an interface that the pool uses, or the checks of this node, fail and recover.
final class ProbationTracker {

    private final Map<String, ProbationTimer> interfaces = new HashMap<>();
    private final ProbationTimer checks = new ProbationTimer();
    private ProbationSettings settings;
    private Probations latest = Probations.none();

    ProbationTracker(ProbationSettings settings) {
        this.settings = settings;
    }

    /// Applies to what fails from now on.
    void reconfigure(ProbationSettings next) {
        settings = next;
    }

    /// @param ownInterface the interface of entries that name none
    Probations update(Host host, Health health, String ownInterface, Optional<View> lastView, Duration now) {
        Set<String> used = new HashSet<>(Set.of(ownInterface));
        Collection<Entry> pool = lastView.map(view -> view.pool().values()).orElse(List.of());
        pool.forEach(entry -> entry.interfaceName().ifPresent(used::add));
        interfaces.keySet().retainAll(used);
        var running = new TreeMap<String, Probation>();
        for (String name : used) {
            boolean works = Optional.ofNullable(host.links().get(name))
                    .filter(Link::isUsable)
                    .isPresent();
            ProbationTimer timer = interfaces.computeIfAbsent(name, _ -> new ProbationTimer());
            timer.update(works, settings.linkUpDelay(), settings.longest(), now);
            timer.at(now).ifPresent(probation -> running.put(name, probation));
        }
        checks.update(health.isHealthy(), Duration.ZERO, settings.longest(), now);
        latest = new Probations(running, checks.at(now));
        return latest;
    }

    /// When the next probation ends.
    Optional<Duration> nextDue() {
        return latest.nextEnd();
    }
}
