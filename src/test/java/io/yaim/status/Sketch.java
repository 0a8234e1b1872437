package io.yaim.status;

import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.Health;
import io.yaim.model.Host;
import io.yaim.model.Incarnation;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Link;
import io.yaim.model.Mark;
import io.yaim.model.MarkHistory;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.ViewBuilder;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.plan.Entitlement;
import io.yaim.plan.HealthVerdicts;
import io.yaim.plan.LocalHost;
import io.yaim.plan.Observation;
import io.yaim.plan.Probations;
import io.yaim.plan.RememberedStates;
import io.yaim.plan.SeenStore;
import io.yaim.plan.SelfBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A view, and the cycle in which node `a` read it, in a short notation. Addresses are named by their last byte.
final class Sketch {

    static final NodeName A = new NodeName("a");
    static final Duration NOW = Duration.ofSeconds(1000);

    private final TreeMap<VirtualIp, Entry> pool = new TreeMap<>();
    private final TreeMap<VirtualIp, Mark> marks = new TreeMap<>();
    private final TreeMap<NodeName, Node> nodes = new TreeMap<>();
    private final TreeMap<NodeName, Member> members = new TreeMap<>();
    private final Set<Wish> wishes = new HashSet<>();
    private final List<BoundAddress> bound = new ArrayList<>();
    private boolean isLinkUp = true;
    private Probations probations = Probations.none();
    private Health health = new Health.Healthy();

    /// Healthy nodes.
    static Sketch of(String... names) {
        var sketch = new Sketch();
        for (String name : names) {
            var node = new NodeName(name);
            sketch.nodes.put(node, Node.plain(node, life(name), lease(name), 1));
            sketch.members.put(
                    node, new Member(node, life(name), lease(name), Member.State.HEALTHY, "", "", "", false, 1));
        }
        return sketch;
    }

    static VirtualIp ip(int last) {
        return VirtualIp.parse("10.0.0." + last);
    }

    private static Incarnation life(String name) {
        return Incarnation.of(name.hashCode());
    }

    private static LeaseId lease(String name) {
        return new LeaseId("lease-of-" + name);
    }

    /// Entries that the node owns, or, with an empty name, entries without an owner.
    Sketch owns(String name, int... last) {
        for (int one : last) {
            pool.put(ip(one), Entry.plain(ip(one), "/service/yaim/ips/" + ip(one)));
            marks.remove(ip(one));
            if (!name.isEmpty()) {
                marks.put(ip(one), new Mark(ip(one), new NodeName(name), Optional.of(lease(name)), 2));
            }
        }
        return this;
    }

    /// The node reports this as a reason why it does not bind the entry.
    Sketch refuses(String name, int last, String reason) {
        nodes.computeIfPresent(new NodeName(name), (_, node) -> {
            var reasons = new TreeMap<>(node.unbindable());
            reasons.put(ip(last), reason);
            return new Node(
                    node.name(),
                    node.incarnation(),
                    node.lease(),
                    node.weight(),
                    node.interfaces(),
                    reasons,
                    node.onProbation(),
                    node.revision());
        });
        return this;
    }

    Sketch without(int last) {
        pool.remove(ip(last));
        marks.remove(ip(last));
        return this;
    }

    Sketch gone(String name) {
        nodes.remove(new NodeName(name));
        members.remove(new NodeName(name));
        return this;
    }

    Sketch wishes(Wish wish) {
        wishes.add(wish);
        return this;
    }

    Sketch bound(int last) {
        bound.add(new BoundAddress(ip(last), "eth0", 32, Optional.empty(), true, 6));
        return this;
    }

    Sketch unhealthy(String reason) {
        health = new Health.Unhealthy(reason);
        return this;
    }

    View view() {
        return ViewBuilder.at(9)
                .pool(pool)
                .marks(marks)
                .nodes(nodes)
                .members(members)
                .wishes(wishes)
                .markHistory(new MarkHistory(1, new TreeMap<>()))
                .build();
    }

    Sketch linkDown() {
        isLinkUp = false;
        return this;
    }

    /// The interface is up again, and has to prove itself for 11 s of 15.
    Sketch onProbation() {
        probations = new Probations(
                new TreeMap<>(Map.of(
                        "eth0", new Probations.Probation(Duration.ofSeconds(15), NOW.plus(Duration.ofSeconds(11))))),
                Optional.empty());
        return this;
    }

    /// A cycle that read all of this.
    Cycle cycle(Event... events) {
        return cycle(Optional.of(view()), events);
    }

    /// A cycle that could not read the store.
    Cycle blind(Event... events) {
        return cycle(Optional.empty(), events);
    }

    private Cycle cycle(Optional<View> view, Event... events) {
        return new Cycle(Optional.of(seen(view)), List.of(), List.of(events), NOW, NOW, Duration.ZERO, false);
    }

    private Observation seen(Optional<View> view) {
        var self = SelfBuilder.of(A, life("a")).build();
        var links =
                new TreeMap<>(Map.of("eth0", new Link("eth0", 2, isLinkUp, Optional.empty(), Optional.empty(), true)));
        return new Observation(
                self,
                NOW,
                new HealthVerdicts(health, new TreeMap<>()),
                new LocalHost(new Host(links, bound), Duration.ZERO, List.of(), probations),
                new Entitlement(Optional.of(new Lease(lease("a"), Duration.ofSeconds(9), NOW)), Optional.empty()),
                new SeenStore(view, Optional.empty()),
                RememberedStates.empty(),
                false);
    }
}
