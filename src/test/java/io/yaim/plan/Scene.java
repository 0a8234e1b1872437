package io.yaim.plan;

import io.yaim.model.AddressRange;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.EntryCheck;
import io.yaim.model.FailureMode;
import io.yaim.model.Former;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Health;
import io.yaim.model.History;
import io.yaim.model.Host;
import io.yaim.model.Incarnation;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Link;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Neighbour;
import io.yaim.model.Neighbours;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.Proof;
import io.yaim.model.Sighting;
import io.yaim.model.Standing;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.model.Witnesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// An observation in a few words, as node `a` makes it: everything is well unless something else is said.
/// Addresses are named by their last byte.
final class Scene {

    static final Duration NOW = Duration.ofSeconds(1000);
    static final Incarnation FORMER_INCARNATION = Incarnation.of(7);
    static final LeaseId FORMER_LEASE = new LeaseId(7);
    static final NodeName ME = new NodeName("a");

    private final SortedMap<VirtualIp, Entry> pool = new TreeMap<>();
    private final SortedMap<VirtualIp, Mark> marks = new TreeMap<>();
    private final SortedMap<NodeName, Node> nodes = new TreeMap<>();
    private final SortedMap<NodeName, Member> members = new TreeMap<>();
    private final SortedMap<NodeName, Witnesses> witnesses = new TreeMap<>();
    private final SortedMap<VirtualIp, Holding> holdings = new TreeMap<>();
    private final Set<Tenancy> refused = new HashSet<>();
    private Optional<Consent> consent = Optional.empty();
    private final Set<Wish> wishes = new HashSet<>();
    private final List<BoundAddress> addresses = new ArrayList<>();
    private final SortedMap<String, Link> links = new TreeMap<>();
    private final SortedMap<VirtualIp, Long> releases = new TreeMap<>();
    private final SortedMap<VirtualIp, String> refusals = new TreeMap<>();
    private final Set<VirtualIp> announceable = new HashSet<>();
    private final Set<VirtualIp> strays = new HashSet<>();
    private Optional<Former> former = Optional.empty();
    private final Set<VirtualIp> unclear = new HashSet<>();
    private final Set<VirtualIp> sought = new HashSet<>();
    private final Set<VirtualIp> vacant = new HashSet<>();
    private Optional<View> lastView = Optional.empty();
    private final Set<VirtualIp> probeable = new HashSet<>();
    private final SortedMap<VirtualIp, Sighting> conflicts = new TreeMap<>();
    private Duration refreshedFor = proofOf(Duration.ofMillis(500)).ends();
    private Duration membershipSince = NOW.minusSeconds(60);
    private Health health = new Health.Healthy();
    private final SortedMap<VirtualIp, Health> entryHealth = new TreeMap<>();
    private Optional<Lease> lease = Optional.of(new Lease(leaseOf("a"), Duration.ofSeconds(9), NOW.minusMillis(500)));
    private boolean hasView = true;
    private Self self = self();
    private final List<Neighbour> known = new ArrayList<>();
    private final SortedMap<NodeName, Neighbours> told = new TreeMap<>();
    private Optional<Standing> standing = Optional.empty();
    private boolean isLeaving;

    private Scene() {}

    /// Nodes that are in the store, healthy, for a long time.
    static Scene nodes(String... names) {
        var scene = new Scene();
        scene.links.put("eth0", new Link("eth0", 2, true));
        for (String name : names) {
            scene.join(name);
        }
        return scene;
    }

    static VirtualIp ip(int last) {
        return VirtualIp.parse("10.0.0." + last);
    }

    static LeaseId leaseOf(String node) {
        return new LeaseId(100L + node.charAt(0));
    }

    static Incarnation incarnationOf(String node) {
        return Incarnation.of(node.charAt(0));
    }

    static Self self() {
        return self("eth0", List.of());
    }

    private static Self self(String interfaceName, List<AddressRange> allowed) {
        return new Self(
                ME,
                incarnationOf("a"),
                1,
                interfaceName,
                Optional.empty(),
                Optional.empty(),
                allowed,
                Duration.ofSeconds(1),
                "",
                "",
                FailureMode.RELEASE);
    }

    Scene on(String interfaceName) {
        links.put(interfaceName, new Link(interfaceName, 1, true));
        self = self(interfaceName, self.allowedRanges());
        return this;
    }

    Scene allowing(String... ranges) {
        self = self(
                self.interfaceName(), Stream.of(ranges).map(AddressRange::parse).toList());
        return this;
    }

    /// The store says of this node what it would say itself.
    Scene published() {
        Observation now = seen();
        nodes.put(ME, Presence.node(now, now.view().orElseThrow()).at(revisionOf("a")));
        return this;
    }

    Scene join(String node) {
        var name = new NodeName(node);
        var interfaces = new TreeMap<String, List<String>>();
        interfaces.put("eth0", List.of());
        nodes.put(
                name,
                new Node(name, incarnationOf(node), leaseOf(node), 1, interfaces, new TreeMap<>(), revisionOf(node)));
        members.put(
                name,
                new Member(
                        name,
                        incarnationOf(node),
                        leaseOf(node),
                        Member.State.HEALTHY,
                        "",
                        "",
                        "",
                        false,
                        revisionOf(node)));
        return this;
    }

    static long revisionOf(String node) {
        return 10L + node.charAt(0);
    }

    Scene member(Member member) {
        members.put(member.name(), member);
        return this;
    }

    Scene gone(String node) {
        nodes.remove(new NodeName(node));
        return this;
    }

    Scene pool(int... lasts) {
        for (int last : lasts) {
            pool.put(ip(last), Entry.plain(ip(last), "ips/10.0.0." + last));
        }
        return this;
    }

    Scene entry(Entry entry) {
        pool.put(entry.ip(), entry);
        return this;
    }

    Scene marked(String owner, int... lasts) {
        for (int last : lasts) {
            mark(mark(owner, last));
        }
        return this;
    }

    Scene mark(Mark mark) {
        marks.put(mark.ip(), mark);
        return this;
    }

    static Mark mark(String owner, int last) {
        return new Mark(ip(last), new NodeName(owner), Optional.of(leaseOf(owner)), 200 + last);
    }

    /// Bound by yaim, with a lifetime that fits the proof.
    Scene bound(int... lasts) {
        for (int last : lasts) {
            addresses.add(ours(last));
        }
        return this;
    }

    static BoundAddress ours(int last) {
        return new BoundAddress(ip(last), "eth0", 32, Optional.empty(), true, 7);
    }

    Scene address(BoundAddress address) {
        addresses.add(address);
        return this;
    }

    /// Marked and bound here.
    Scene held(int... lasts) {
        return marked("a", lasts).bound(lasts);
    }

    Scene wish(Wish wish) {
        wishes.add(wish);
        return this;
    }

    Scene unhealthy(String reason) {
        health = new Health.Unhealthy(reason);
        return this;
    }

    Scene undecided(String reason) {
        health = new Health.Unhealthy(reason, true);
        return this;
    }

    /// An entry that asks for a check of its own, of which nothing is known yet.
    Scene checked(int last) {
        return entry(new Entry(
                ip(last),
                "ips/10.0.0." + last,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(new EntryCheck("127.0.0.1", 80)),
                Optional.empty()));
    }

    /// What the check of an entry says.
    Scene health(int last, Health newHealth) {
        entryHealth.put(ip(last), newHealth);
        return this;
    }

    Scene linkDown() {
        links.put("eth0", new Link("eth0", 2, false));
        return this;
    }

    Scene coordinating() {
        standing = Optional.of(new Standing(true, 1));
        return this;
    }

    Scene leaving() {
        isLeaving = true;
        return this;
    }

    Scene withoutLease() {
        lease = Optional.empty();
        return this;
    }

    Scene keepAliveSent(Duration ago) {
        lease = Optional.of(new Lease(leaseOf("a"), Duration.ofSeconds(9), NOW.minus(ago)));
        return this;
    }

    Scene withoutView() {
        hasView = false;
        return this;
    }

    Scene refreshedFor(Duration ago) {
        refreshedFor = proofOf(ago).ends();
        return this;
    }

    Scene membershipChanged(Duration ago) {
        membershipSince = NOW.minus(ago);
        return this;
    }

    Scene releasing(Mark mark) {
        releases.put(mark.ip(), mark.revision());
        return this;
    }

    Scene refusing(int last, String reason) {
        refusals.put(ip(last), reason);
        return this;
    }

    Scene announceable(int last) {
        announceable.add(ip(last));
        return this;
    }

    /// What it was, and on which lease, when the store was last seen.
    Scene holding(int last, LeaseId on, FailureMode mode) {
        holdings.put(ip(last), new Holding(on, mode));
        return this;
    }

    /// What it last saw of the store was this.
    Scene remembered() {
        lastView = Optional.of(view());
        return this;
    }

    Scene consent(Consent newConsent) {
        consent = Optional.of(newConsent);
        return this;
    }

    Scene stray(int last) {
        strays.add(ip(last));
        return this;
    }

    private static Proof proofOf(Duration ago) {
        return Proof.from(NOW.minus(ago), Duration.ofSeconds(9));
    }

    /// What hangs on the present lease, and what was said to hang on an earlier one.
    private SortedMap<VirtualIp, Holding> holdings() {
        marks.values().stream()
                .filter(mark -> lease.map(Lease::id).filter(mark::hangsOn).isPresent())
                .forEach(mark -> holdings.putIfAbsent(mark.ip(), new Holding(leaseOf("a"), FailureMode.RELEASE)));
        return holdings;
    }

    /// Neighbours of this node.
    Scene knows(Neighbour... hosts) {
        known.addAll(List.of(hosts));
        return this;
    }

    /// What a node has said of its neighbours.
    Scene told(Neighbours neighbours) {
        told.put(neighbours.name(), neighbours);
        return this;
    }

    Scene unclear(int... lasts) {
        for (int last : lasts) {
            unclear.add(ip(last));
        }
        return this;
    }

    Scene probeable(int... lasts) {
        for (int last : lasts) {
            probeable.add(ip(last));
        }
        return this;
    }

    Scene contested(int last) {
        var by = new Sighting(ip(last), "eth0", new HardwareAddress(7), Sighting.Kind.HOLDS);
        conflicts.put(ip(last), by);
        return this;
    }

    /// Left bound by this node's former life, whose keys and marks are still there on [#FORMER_LEASE].
    Scene inherited(int... lasts) {
        var kept = new TreeSet<VirtualIp>();
        for (int last : lasts) {
            kept.add(ip(last));
            mark(new Mark(ip(last), ME, Optional.of(FORMER_LEASE), 300 + last));
        }
        former = Optional.of(new Former(FORMER_INCARNATION, FORMER_LEASE, kept, NOW.plusSeconds(5)));
        return bound(lasts);
    }

    Scene former(Former newFormer) {
        former = Optional.of(newFormer);
        return this;
    }

    Node node(String name) {
        return Objects.requireNonNull(nodes.get(new NodeName(name)));
    }

    private View view() {
        return new View(1000, pool, marks, nodes, members, witnesses, told, wishes, new TreeSet<>(), History.from(0));
    }

    Observation seen() {
        return new Observation(
                self,
                NOW,
                health,
                entryHealth,
                new Host(links, addresses),
                lease,
                consent,
                Duration.ZERO,
                hasView ? Optional.of(view()) : Optional.empty(),
                new Memory(
                        releases,
                        refreshedFor,
                        membershipSince,
                        refusals,
                        announceable,
                        strays,
                        new Wire(unclear, probeable, conflicts, sought, vacant),
                        holdings(),
                        refused,
                        lastView,
                        Duration.ZERO,
                        Duration.ZERO,
                        former),
                known,
                standing,
                isLeaving);
    }

    List<Action> plan() {
        return Planner.plan(seen());
    }
}
