package io.yaim.report;

import static java.util.stream.Collectors.toSet;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.yaim.loop.cycle.Clock;
import io.yaim.model.GroupStatus;
import io.yaim.model.Lease;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.plan.Observation;
import io.yaim.plan.Occupied;
import io.yaim.plan.Placement;
import io.yaim.plan.Planner;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// Gauges that read what the last cycle observed, on the thread that scrapes. A value that only the store
/// can give is 0 while there is no view of the store.
final class CycleGauges {

    private final MeterRegistry registry;
    private final Supplier<Optional<Observation>> last;
    private final Clock clock;

    CycleGauges(MeterRegistry registry, Supplier<Optional<Observation>> last, Clock clock) {
        this.registry = registry;
        this.last = last;
        this.clock = clock;
    }

    void register() {
        ofNode();
        ofLease();
        ofPool();
        ofShare();
    }

    private void ofNode() {
        gauge("yaim.healthy", "1 while all checks pass", seen -> seen.health().isHealthy() ? 1 : 0);
        gauge(
                "yaim.bound",
                "Addresses of the pool on this node",
                seen -> Planner.ours(seen).size());
        gauge(
                "yaim.contested",
                "Addresses bound here that another host claims to have",
                seen -> seen.remembered().probeStatus().conflicts().size());
        gauge(
                "yaim.unclear",
                "Entries owned here but not bound yet, because a previous owner may still have them bound",
                seen -> ofView(seen, view -> unclear(seen, view)));
        gauge("yaim.refused", "Entries that this node cannot bind", seen -> ofView(seen, view -> refused(seen, view)));
        gauge(
                "yaim.probation.left.seconds",
                "Time for which this node, after a failure, takes only what no other node can take; 0: it is not on"
                        + " probation",
                this::probationLeft);
        gauge(
                "yaim.coordinator",
                "1 while this node is the coordinator, which grants leases and marks; 0 with etcd",
                seen -> seen.store()
                                .groupStatus()
                                .filter(GroupStatus::isCoordinator)
                                .isPresent()
                        ? 1
                        : 0);
        gauge(
                "yaim.group.members",
                "Processes in the membership view, including this one; 0 with etcd",
                CycleGauges::groupMembers);
        gauge("yaim.seats", "Deprecated: use yaim_group_members", CycleGauges::groupMembers);
    }

    private void ofLease() {
        gauge("yaim.lease.left.seconds", "Time for which the lease still proves ownership", this::leaseLeft);
        gauge(
                "yaim.lease.ttl.seconds",
                "Time for which the store granted the lease; 0 without a lease",
                seen -> seconds(seen.lease().map(Lease::grantedTtl)));
        gauge(
                "yaim.without.proof",
                "1 while addresses stay bound here without a lease that proves ownership",
                seen -> seen.isHoldingByConsent() || seen.isHoldingByClaim() ? 1 : 0);
    }

    private void ofPool() {
        ofView("yaim.pool.size", "Entries of the pool", view -> view.pool().size());
        ofView("yaim.nodes", "Healthy nodes", view -> view.nodes().size());
        ofView("yaim.members", "Running nodes", view -> view.members().size());
        ofView("yaim.unowned", "Entries that no healthy node owns", CycleGauges::unowned);
        ofView(
                "yaim.occupied",
                "Entries without an owner whose address something other than yaim has",
                Occupied::count);
        ofView(
                "yaim.unmanaged.keys",
                "Keys in the store that yaim does not manage",
                view -> view.unmanagedKeys().size());
        ofView(
                "yaim.paused",
                "1 while an operator has paused moves for balance",
                view -> view.wishes().contains(new Wish.Pause()) ? 1 : 0);
    }

    private void ofShare() {
        gauge(
                "yaim.owned",
                "Entries that this node owns",
                seen -> ofView(seen, view -> owned(seen, view).size()));
        gauge(
                "yaim.share",
                "Entries that this node should own by the fair share",
                seen -> ofView(seen, view -> share(seen, view)));
        gauge(
                "yaim.drained",
                "1 while an operator has drained this node",
                seen -> ofView(
                        seen,
                        view -> view.wishes()
                                        .contains(new Wish.Drain(seen.self().name()))
                                ? 1
                                : 0));
    }

    private void gauge(String name, String description, ToDoubleFunction<Observation> value) {
        Gauge.builder(
                        name,
                        this,
                        gauges -> gauges.last.get().map(value::applyAsDouble).orElse(0.0))
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private void ofView(String name, String description, ToDoubleFunction<View> value) {
        gauge(name, description, seen -> ofView(seen, value));
    }

    private static double ofView(Observation seen, ToDoubleFunction<View> value) {
        return seen.view().map(value::applyAsDouble).orElse(0.0);
    }

    private double leaseLeft(Observation seen) {
        Optional<Duration> left =
                seen.lease().map(lease -> lease.proof().endsAt().minus(clock.now()));
        return Math.max(0, seconds(left));
    }

    private double probationLeft(Observation seen) {
        Optional<Duration> end = seen.localHost().probations().endAt();
        return Math.max(0, seconds(end.map(at -> at.minus(clock.now()))));
    }

    private static double seconds(Optional<Duration> time) {
        return time.map(Duration::toMillis).orElse(0L) / 1000.0;
    }

    private static double groupMembers(Observation seen) {
        return seen.store().groupStatus().map(GroupStatus::memberCount).orElse(0);
    }

    private static double unowned(View view) {
        return view.pool().keySet().stream()
                .filter(ip -> view.owner(ip).isEmpty())
                .count();
    }

    /// The entries that this node owns by the view.
    static Set<VirtualIp> owned(Observation seen, View view) {
        NodeName me = seen.self().name();
        return view.pool().keySet().stream()
                .filter(ip ->
                        view.owner(ip).filter(node -> node.name().equals(me)).isPresent())
                .collect(toSet());
    }

    private static double unclear(Observation seen, View view) {
        Set<VirtualIp> owned = owned(seen, view);
        return seen.remembered().probeStatus().possiblyBoundElsewhere().stream()
                .filter(owned::contains)
                .count();
    }

    private static double refused(Observation seen, View view) {
        return Optional.ofNullable(view.nodes().get(seen.self().name()))
                .map(node -> node.unbindable().size())
                .orElse(0);
    }

    private static double share(Observation seen, View view) {
        return Placement.targets(view).values().stream()
                .filter(seen.self().name()::equals)
                .count();
    }
}
