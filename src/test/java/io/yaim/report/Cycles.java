package io.yaim.report;

import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.GroupStatus;
import io.yaim.model.Health;
import io.yaim.model.Host;
import io.yaim.model.Incarnation;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Link;
import io.yaim.model.Mark;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.ViewBuilder;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Entitlement;
import io.yaim.plan.HealthVerdicts;
import io.yaim.plan.LocalHost;
import io.yaim.plan.Observation;
import io.yaim.plan.Probations;
import io.yaim.plan.ProbeStatus;
import io.yaim.plan.RememberedStates;
import io.yaim.plan.SeenStore;
import io.yaim.plan.Self;
import io.yaim.plan.SelfBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Cycles of node `a` in a short notation. There are three entries: `a` owns one, `b` one, and one has no owner.
final class Cycles {

    static final Duration NOW = Duration.ofSeconds(1000);
    static final VirtualIp IP = VirtualIp.parse("10.0.0.1");
    private static final LeaseId LEASE = new LeaseId("a");

    private Cycles() {}

    static Cycle with(Event... events) {
        return of(Optional.of(seen(new Health.Healthy(), Set.of())), events);
    }

    static Cycle inMode(FailureMode mode) {
        return of(Optional.of(seen(new Health.Healthy(), Set.of(), ProbeStatus.empty(), mode)));
    }

    static Cycle at(Duration started, Event... events) {
        var seen = Optional.of(seen(new Health.Healthy(), Set.of()));
        return new Cycle(seen, List.of(), List.of(events), started, started, Duration.ofSeconds(1), false);
    }

    static Cycle with(ProbeStatus probeStatus, Event... events) {
        return of(Optional.of(seen(new Health.Healthy(), Set.of(), probeStatus)), events);
    }

    /// The interface of this node is down.
    static Cycle withLinkDown() {
        Observation up = seen(new Health.Healthy(), Set.of());
        return of(Optional.of(with(up, false, Probations.none(), List.of())));
    }

    static Cycle onProbation(Probations probations) {
        Observation up = seen(new Health.Healthy(), Set.of());
        return of(Optional.of(with(up, true, probations, up.host().addresses())));
    }

    private static Observation with(
            Observation seen, boolean isUp, Probations probations, List<BoundAddress> addresses) {
        var links = new TreeMap<>(Map.of("eth0", new Link("eth0", 2, isUp, Optional.empty(), Optional.empty(), true)));
        return new Observation(
                seen.self(),
                seen.now(),
                seen.verdicts(),
                new LocalHost(new Host(links, addresses), Duration.ZERO, List.of(), probations),
                seen.entitlement(),
                seen.store(),
                seen.remembered(),
                false);
    }

    /// The same cycle at another time.
    static Cycle later(Cycle cycle, Duration by) {
        return new Cycle(
                cycle.observation(),
                cycle.plan(),
                cycle.events(),
                cycle.started().plus(by),
                cycle.ended().plus(by),
                cycle.pause(),
                false);
    }

    static Cycle with(Health health) {
        return of(Optional.of(seen(health, Set.of())));
    }

    static Cycle withOddity(String oddity) {
        return of(Optional.of(seen(new Health.Healthy(), Set.of(oddity))));
    }

    /// The nodes themselves are the store.
    static Cycle among(GroupStatus groupStatus) {
        return of(Optional.of(seen(
                new Health.Healthy(),
                lease(NOW),
                Optional.empty(),
                Optional.empty(),
                ProbeStatus.empty(),
                FailureMode.RELEASE,
                Optional.of(groupStatus))));
    }

    /// The store is unreachable: there is no view, only the previous one.
    static Cycle withStoreAway() {
        return of(Optional.of(seen(lease(NOW), Optional.empty(), Optional.of(view(3, 5, "10.0.0.1")))));
    }

    /// `a` owns these of three entries.
    static Cycle owning(long revision, String... ips) {
        return ofView(view(3, revision, ips));
    }

    /// This many entries from 10.0.0.1 on, of which `a` owns the first.
    static Cycle withPool(int size) {
        return ofView(view(size, 5, "10.0.0.1"));
    }

    /// The last valid keep-alive was sent at this time.
    static Cycle renewedAt(Duration sent) {
        return of(Optional.of(seen(lease(sent), Optional.of(view(3, 5, "10.0.0.1")), Optional.empty())));
    }

    private static Cycle ofView(View view) {
        return of(Optional.of(seen(lease(NOW), Optional.of(view), Optional.empty())));
    }

    private static Cycle of(Optional<Observation> seen, Event... events) {
        return new Cycle(seen, List.of(), List.of(events), NOW, NOW.plusMillis(3), Duration.ofSeconds(1), false);
    }

    private static Observation seen(Health health, Set<String> oddities) {
        return seen(health, oddities, ProbeStatus.empty());
    }

    private static Observation seen(Health health, Set<String> oddities, ProbeStatus probeStatus) {
        return seen(health, oddities, probeStatus, FailureMode.RELEASE);
    }

    private static Observation seen(Health health, Set<String> oddities, ProbeStatus probeStatus, FailureMode mode) {
        Optional<View> view = Optional.of(view(3, 9, oddities, "10.0.0.1"));
        return seen(health, lease(NOW), view, Optional.empty(), probeStatus, mode);
    }

    private static Observation seen(Lease lease, Optional<View> view, Optional<View> lastView) {
        return seen(new Health.Healthy(), lease, view, lastView, ProbeStatus.empty(), FailureMode.RELEASE);
    }

    private static Observation seen(
            Health health,
            Lease lease,
            Optional<View> view,
            Optional<View> lastView,
            ProbeStatus probeStatus,
            FailureMode mode) {
        return seen(health, lease, view, lastView, probeStatus, mode, Optional.empty());
    }

    private static Observation seen(
            Health health,
            Lease lease,
            Optional<View> view,
            Optional<View> lastView,
            ProbeStatus probeStatus,
            FailureMode mode,
            Optional<GroupStatus> groupStatus) {
        var links = new TreeMap<String, Link>();
        links.put("eth0", new Link("eth0", 2, true, Optional.empty(), Optional.empty(), true));
        var bound = new BoundAddress(IP, "eth0", 32, Optional.empty(), true, 6);
        return new Observation(
                self(mode),
                NOW,
                new HealthVerdicts(health, new TreeMap<>()),
                new LocalHost(new Host(links, List.of(bound)), Duration.ZERO, List.of(), Probations.none()),
                new Entitlement(Optional.of(lease), Optional.empty()),
                new SeenStore(view, groupStatus),
                RememberedStates.of(lastView, probeStatus),
                false);
    }

    private static Self self(FailureMode mode) {
        return SelfBuilder.of(new NodeName("a"), Incarnation.of(1))
                .failureMode(mode)
                .build();
    }

    private static Lease lease(Duration sent) {
        return new Lease(LEASE, Duration.ofSeconds(9), sent);
    }

    private static View view(int size, long revision, String... owned) {
        return view(size, revision, Set.of(), owned);
    }

    /// `b` owns 10.0.0.2 unless `a` does.
    private static View view(int size, long revision, Set<String> oddities, String... owned) {
        var pool = new TreeMap<VirtualIp, Entry>();
        for (int i = 1; i <= size; i++) {
            var ip = VirtualIp.parse("10.0." + i / 256 + "." + i % 256);
            pool.put(ip, Entry.plain(ip, "ips/" + ip));
        }
        var nodes = new TreeMap<NodeName, Node>();
        var marks = new TreeMap<VirtualIp, Mark>();
        nodes.put(new NodeName("a"), Node.plain(new NodeName("a"), Incarnation.of(1), LEASE, 1));
        var b = new LeaseId("b");
        nodes.put(new NodeName("b"), Node.plain(new NodeName("b"), Incarnation.of(2), b, 1));
        mark(marks, "10.0.0.2", "b", b);
        for (String ip : owned) {
            mark(marks, ip, "a", LEASE);
        }
        return ViewBuilder.at(revision)
                .pool(pool)
                .marks(marks)
                .nodes(nodes)
                .unmanagedKeys(new TreeSet<>(oddities))
                .build();
    }

    private static void mark(Map<VirtualIp, Mark> marks, String address, String owner, LeaseId lease) {
        var ip = VirtualIp.parse(address);
        marks.put(ip, new Mark(ip, new NodeName(owner), Optional.of(lease), 5));
    }
}
