package io.yaim.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.yaim.check.CheckResults;
import io.yaim.check.CheckStatus;
import io.yaim.config.Reloaded;
import io.yaim.loop.Clock;
import io.yaim.loop.Cycle;
import io.yaim.loop.Event;
import io.yaim.model.Change;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.plan.FairShare;
import io.yaim.plan.Observation;
import io.yaim.plan.Planner;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// What Prometheus scrapes. Counters are told by passes; gauges are read off the last pass when somebody
/// asks.
public final class Metrics implements Consumer<Cycle> {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Clock clock;
    private final Supplier<CheckResults> checks;
    private final Map<String, List<Meter>> checkGauges = new HashMap<>();
    private final Timer passes;
    private final Counter claims;
    private final Counter handOvers;
    private final Counter binds;
    private final Counter drops;
    private final Counter announcements;
    private final Counter leasesLost;
    private final Counter probes;
    private final Counter conflicts;
    private volatile Optional<Observation> last = Optional.empty();

    public Metrics(Clock clock, Supplier<CheckResults> checks) {
        this.clock = clock;
        this.checks = checks;
        passes = Timer.builder("yaim.pass")
                .description("Time of a pass of the loop")
                .register(registry);
        claims = counter("yaim.claims", "Free entries that this node marked");
        handOvers = counter("yaim.hand.overs", "Marks that this node passed on");
        binds = counter("yaim.binds", "Addresses that this node bound");
        drops = counter("yaim.drops", "Addresses that this node dropped");
        announcements = counter("yaim.announcements", "Addresses announced, repeats included");
        leasesLost = counter("yaim.leases.lost", "Leases that ended before this node left");
        probes = counter("yaim.probes", "Addresses that the neighbours were asked for, repeats included");
        conflicts = counter("yaim.conflicts", "Times that somebody else began to use an address that is bound here");
        gauges();
        checkGauges();
        reloads("applied");
        reloads("refused");
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        bindGarbageCollection();
    }

    /// In the text format of Prometheus.
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void accept(Cycle cycle) {
        passes.record(cycle.ended().minus(cycle.started()));
        if (cycle.seen().isPresent()) {
            last = cycle.seen();
        }
        cycle.events().forEach(this::count);
    }

    /// To be told of every call of the store.
    public void called(String operation, Duration took, Optional<String> error) {
        registry.timer("yaim.store.calls", "operation", operation).record(took);
        if (error.isPresent()) {
            registry.counter("yaim.store.errors", "operation", operation).increment();
        }
    }

    /// To be told of every reload, once what it changed has taken effect.
    public synchronized void reloaded(Reloaded outcome) {
        switch (outcome) {
            case Reloaded.Applied _ -> {
                reloads("applied").increment();
                checkGauges();
            }
            case Reloaded.Refused _ -> reloads("refused").increment();
        }
    }

    private Counter reloads(String outcome) {
        return Counter.builder("yaim.reloads")
                .description("Times that the configuration was read again")
                .tag("outcome", outcome)
                .register(registry);
    }

    private void count(Event event) {
        switch (event) {
            case Event.Bound bound -> binds.increment(bound.ips().size());
            case Event.Dropped dropped -> drops.increment(dropped.addresses().size());
            case Event.Announced announced -> announcements.increment(announced.count());
            case Event.LeaseLost lost -> leasesLost.increment();
            case Event.Probed probed -> probes.increment(probed.count());
            case Event.ConflictBegan conflict -> conflicts.increment();
            case Event.Failed failed -> {
                String what = failed.what().split(" ", 2)[0];
                registry.counter("yaim.failures", "what", what).increment();
            }
            case Event.Changed(Change change) -> {
                if (change instanceof Change.Claim) {
                    claims.increment();
                } else if (change instanceof Change.HandOver) {
                    handOvers.increment();
                }
            }
            case Event.Joined joined -> {}
            case Event.Left left -> {}
            case Event.Kept kept -> {}
            case Event.Refreshed refreshed -> {}
            case Event.Refused refused -> {}
            case Event.Answered answered -> {}
            case Event.ConflictEnded conflict -> {}
        }
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private void gauges() {
        gauge("yaim.healthy", "1 while all checks pass", seen -> seen.health().isHealthy() ? 1 : 0);
        gauge(
                "yaim.without.proof",
                "1 while addresses stay here that no lease proves to be this node's",
                seen -> seen.isHoldingOver() || seen.isAdrift() ? 1 : 0);
        gauge("yaim.lease.left.seconds", "How long the lease still proves ownership", this::leaseLeft);
        gauge(
                "yaim.bound",
                "Addresses of the pool on this node",
                seen -> Planner.ours(seen).size());
        gauge(
                "yaim.contested",
                "Addresses bound here that somebody else says it has",
                seen -> seen.memory().wire().conflicts().size());
        gauge(
                "yaim.unclear",
                "Entries owned here and not bound yet, since a former owner may have them",
                seen -> ofView(seen, view -> unclear(seen, view)));
        ofView("yaim.pool.size", "Entries of the pool", view -> view.pool().size());
        ofView("yaim.nodes", "Healthy nodes", view -> view.nodes().size());
        ofView("yaim.members", "Running nodes", view -> view.members().size());
        ofView("yaim.unowned", "Entries that no healthy node owns", Metrics::unowned);
        ofView(
                "yaim.unmanaged.keys",
                "Keys in the store that are not managed",
                view -> view.oddities().size());
        gauge("yaim.owned", "Entries that this node owns", seen -> ofView(seen, view -> owned(seen, view)));
        gauge(
                "yaim.refused",
                "Entries that this node tells it cannot bind",
                seen -> ofView(seen, view -> refused(seen, view)));
        gauge("yaim.share", "Entries that this node should own", seen -> ofView(seen, view -> share(seen, view)));
    }

    private void gauge(String name, String description, ToDoubleFunction<Observation> value) {
        Gauge.builder(
                        name,
                        this,
                        metrics -> metrics.last.map(value::applyAsDouble).orElse(0.0))
                .description(description)
                .register(registry);
    }

    private void ofView(String name, String description, ToDoubleFunction<View> value) {
        gauge(name, description, seen -> ofView(seen, value));
    }

    private static double ofView(Observation seen, ToDoubleFunction<View> value) {
        return seen.view().map(value::applyAsDouble).orElse(0.0);
    }

    private double leaseLeft(Observation seen) {
        return seen.lease()
                .map(lease ->
                        Math.max(0, lease.proof().ends().minus(clock.now()).toMillis() / 1000.0))
                .orElse(0.0);
    }

    private static double unowned(View view) {
        return view.pool().keySet().stream()
                .filter(ip -> view.owner(ip).isEmpty())
                .count();
    }

    private static double owned(Observation seen, View view) {
        NodeName me = seen.self().name();
        return view.pool().keySet().stream()
                .filter(ip ->
                        view.owner(ip).filter(node -> node.name().equals(me)).isPresent())
                .count();
    }

    private static double unclear(Observation seen, View view) {
        NodeName me = seen.self().name();
        return seen.memory().wire().unclear().stream()
                .filter(ip ->
                        view.owner(ip).filter(node -> node.name().equals(me)).isPresent())
                .count();
    }

    private static double refused(Observation seen, View view) {
        return Optional.ofNullable(view.nodes().get(seen.self().name()))
                .map(node -> node.refuses().size())
                .orElse(0);
    }

    private static double share(Observation seen, View view) {
        var owners = new HashMap<io.yaim.model.VirtualIp, NodeName>();
        view.pool().keySet().forEach(ip -> view.owner(ip).ifPresent(node -> owners.put(ip, node.name())));
        Collection<NodeName> assigned = FairShare.assign(
                        view.pool().values(), view.nodes().values(), owners, view.wishes())
                .values();
        return assigned.stream().filter(seen.self().name()::equals).count();
    }

    /// For each check that there is now, and for no other.
    private void checkGauges() {
        Set<String> names =
                checks.get().checks().stream().map(CheckStatus::name).collect(Collectors.toSet());
        checkGauges.entrySet().removeIf(gauges -> {
            boolean isGone = !names.contains(gauges.getKey());
            if (isGone) {
                gauges.getValue().forEach(registry::remove);
            }
            return isGone;
        });
        names.forEach(name -> checkGauges.computeIfAbsent(name, this::checkGauges));
    }

    private List<Meter> checkGauges(String name) {
        return List.of(
                Gauge.builder("yaim.check.passing", () -> of(name, checks, status -> status.passing() ? 1.0 : 0.0))
                        .description("1 while the check passes")
                        .tag("check", name)
                        .register(registry),
                Gauge.builder("yaim.check.duration.seconds", () -> of(name, checks, Metrics::seconds))
                        .description("Time of the check's last run")
                        .tag("check", name)
                        .register(registry));
    }

    private static double seconds(CheckStatus status) {
        return status.lastRun().map(run -> run.took().toNanos() / 1e9).orElse(0.0);
    }

    private static double of(String name, Supplier<CheckResults> checks, ToDoubleFunction<CheckStatus> value) {
        return checks.get().checks().stream()
                .filter(check -> check.name().equals(name))
                .mapToDouble(value)
                .findFirst()
                .orElse(0.0);
    }

    @SuppressWarnings("resource") // lives as long as the process
    private void bindGarbageCollection() {
        new JvmGcMetrics().bindTo(registry);
    }
}
