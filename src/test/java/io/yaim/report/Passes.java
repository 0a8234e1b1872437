package io.yaim.report;

import io.yaim.loop.Cycle;
import io.yaim.loop.Event;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Health;
import io.yaim.model.History;
import io.yaim.model.Host;
import io.yaim.model.Incarnation;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Link;
import io.yaim.model.Mark;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Memory;
import io.yaim.plan.Observation;
import io.yaim.plan.Self;
import io.yaim.plan.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Passes as node `a` has them, in a few words: three entries, of which it owns one, `b` one, and nobody
/// one.
final class Passes {

    static final Duration NOW = Duration.ofSeconds(1000);
    static final VirtualIp IP = VirtualIp.parse("10.0.0.1");
    private static final LeaseId LEASE = new LeaseId(0xa);

    private Passes() {}

    static Cycle with(Event... events) {
        return of(Optional.of(seen(new Health.Healthy(), Set.of())), events);
    }

    static Cycle inMode(FailureMode mode) {
        return of(Optional.of(seen(new Health.Healthy(), Set.of(), Wire.quiet(), mode)));
    }

    static Cycle at(Duration started, Event... events) {
        var seen = Optional.of(seen(new Health.Healthy(), Set.of()));
        return new Cycle(seen, List.of(), List.of(events), started, started, Duration.ofSeconds(1), false);
    }

    static Cycle with(Wire wire, Event... events) {
        return of(Optional.of(seen(new Health.Healthy(), Set.of(), wire)), events);
    }

    static Cycle with(Health health) {
        return of(Optional.of(seen(health, Set.of())));
    }

    static Cycle withOddity(String oddity) {
        return of(Optional.of(seen(new Health.Healthy(), Set.of(oddity))));
    }

    private static Cycle of(Optional<Observation> seen, Event... events) {
        return new Cycle(seen, List.of(), List.of(events), NOW, NOW.plusMillis(3), Duration.ofSeconds(1), false);
    }

    private static Observation seen(Health health, Set<String> oddities) {
        return seen(health, oddities, Wire.quiet());
    }

    private static Observation seen(Health health, Set<String> oddities, Wire wire) {
        return seen(health, oddities, wire, FailureMode.RELEASE);
    }

    private static Observation seen(Health health, Set<String> oddities, Wire wire, FailureMode mode) {
        var a = new NodeName("a");
        var links = new TreeMap<String, Link>();
        links.put("eth0", new Link("eth0", 2, true));
        var bound = new BoundAddress(IP, "eth0", 32, Optional.empty(), true, 6);
        return new Observation(
                new Self(
                        a,
                        Incarnation.of(1),
                        1,
                        "eth0",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Duration.ofSeconds(1),
                        "",
                        "",
                        mode),
                NOW,
                health,
                new TreeMap<>(),
                new Host(links, List.of(bound)),
                Optional.of(new Lease(LEASE, Duration.ofSeconds(9), NOW)),
                Optional.empty(),
                Duration.ZERO,
                Optional.of(view(oddities)),
                new Memory(
                        new TreeMap<>(),
                        Duration.ZERO,
                        Duration.ZERO,
                        new TreeMap<>(),
                        Set.of(),
                        Set.of(),
                        wire,
                        new TreeMap<>(),
                        Set.of(),
                        Optional.empty(),
                        Duration.ZERO,
                        Duration.ZERO,
                        Optional.empty()),
                false);
    }

    private static View view(Set<String> oddities) {
        var pool = new TreeMap<VirtualIp, Entry>();
        for (String ip : List.of("10.0.0.1", "10.0.0.2", "10.0.0.3")) {
            pool.put(VirtualIp.parse(ip), Entry.plain(VirtualIp.parse(ip), "ips/" + ip));
        }
        var nodes = new TreeMap<NodeName, Node>();
        var marks = new TreeMap<VirtualIp, Mark>();
        int last = 1;
        for (String name : List.of("a", "b")) {
            var lease = new LeaseId(name.equals("a") ? 0xa : 0xb);
            var node = new NodeName(name);
            nodes.put(node, Node.plain(node, Incarnation.of(last), lease, 1));
            var ip = VirtualIp.parse("10.0.0." + last++);
            marks.put(ip, new Mark(ip, node, Optional.of(lease), 5));
        }
        return new View(
                9,
                pool,
                marks,
                nodes,
                new TreeMap<>(),
                new TreeMap<>(),
                Set.of(),
                new TreeSet<>(oddities),
                History.from(0));
    }
}
