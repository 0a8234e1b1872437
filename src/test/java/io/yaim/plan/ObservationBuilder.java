package io.yaim.plan;

import io.yaim.model.AddressRange;
import io.yaim.model.AddressSighting;
import io.yaim.model.BoundAddress;
import io.yaim.model.ConsentRecord;
import io.yaim.model.Entry;
import io.yaim.model.EntryBuilder;
import io.yaim.model.EntryCheck;
import io.yaim.model.FailureMode;
import io.yaim.model.GroupStatus;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Health;
import io.yaim.model.Host;
import io.yaim.model.Incarnation;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Link;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Neighbour;
import io.yaim.model.NeighbourReport;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.PreviousTenancy;
import io.yaim.model.Proof;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.model.ViewBuilder;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// An observation in a few words, as node `a` makes it: everything is well unless something else is said.
/// Addresses are named by their last byte.
final class ObservationBuilder {

    static final Duration NOW = Duration.ofSeconds(1000);
    static final Incarnation FORMER_INCARNATION = Incarnation.of(7);
    static final LeaseId FORMER_LEASE = new LeaseId("7");
    static final NodeName ME = new NodeName("a");

    private final SortedMap<VirtualIp, Entry> pool = new TreeMap<>();
    private final SortedMap<VirtualIp, Mark> marks = new TreeMap<>();
    private final SortedMap<NodeName, Node> nodes = new TreeMap<>();
    private final SortedMap<NodeName, Member> members = new TreeMap<>();
    private final SortedMap<NodeName, ConsentRecord> witnesses = new TreeMap<>();
    private final SortedMap<VirtualIp, LastOwnership> holdings = new TreeMap<>();
    private final Set<Tenancy> refused = new HashSet<>();
    private Optional<UnanimousConsent> unanimousConsent = Optional.empty();
    private final Set<Wish> wishes = new HashSet<>();
    private final List<BoundAddress> addresses = new ArrayList<>();
    private final SortedMap<String, Link> links = new TreeMap<>();
    private final SortedMap<VirtualIp, Long> releases = new TreeMap<>();
    private final SortedMap<VirtualIp, String> refusals = new TreeMap<>();
    private final Set<VirtualIp> announceable = new HashSet<>();
    private final Set<VirtualIp> strays = new HashSet<>();
    private Optional<PreviousTenancy> previousTenancy = Optional.empty();
    private final Set<VirtualIp> possiblyBoundElsewhere = new HashSet<>();
    private final Set<VirtualIp> newEntries = new HashSet<>();
    private final SortedMap<VirtualIp, AddressSighting> occupied = new TreeMap<>();
    private final Set<VirtualIp> sought = new HashSet<>();
    private final Set<VirtualIp> vacant = new HashSet<>();
    private Optional<View> lastView = Optional.empty();
    private final Set<VirtualIp> dueForProbe = new HashSet<>();
    private final SortedMap<VirtualIp, AddressSighting> conflicts = new TreeMap<>();
    private Duration refreshedFor = proofOf(Duration.ofMillis(500)).endsAt();
    private Duration membershipSince = NOW.minusSeconds(60);
    private Health health = new Health.Healthy();
    private final SortedMap<VirtualIp, Health> entryHealth = new TreeMap<>();
    private Optional<Lease> lease = Optional.of(new Lease(leaseOf("a"), Duration.ofSeconds(9), NOW.minusMillis(500)));
    private boolean hasView = true;
    private Self self = self();
    private final List<Neighbour> known = new ArrayList<>();
    private final SortedMap<NodeName, NeighbourReport> neighbourReports = new TreeMap<>();
    private Optional<GroupStatus> groupStatus = Optional.empty();
    private Probations probations = Probations.none();
    private boolean isLeaving;

    private ObservationBuilder() {}

    /// Nodes that are in the store, healthy, for a long time.
    static ObservationBuilder nodes(String... names) {
        var observationBuilder = new ObservationBuilder();
        observationBuilder.links.put("eth0", new Link("eth0", 2, true, Optional.empty(), Optional.empty(), true));
        for (String name : names) {
            observationBuilder.join(name);
        }
        return observationBuilder;
    }

    static VirtualIp ip(int last) {
        return VirtualIp.parse("10.0.0." + last);
    }

    static LeaseId leaseOf(String node) {
        return new LeaseId("lease-of-" + node);
    }

    static Incarnation incarnationOf(String node) {
        return Incarnation.of(node.charAt(0));
    }

    static Self self() {
        return self("eth0", List.of());
    }

    private static Self self(String interfaceName, List<AddressRange> allowed) {
        return SelfBuilder.of(ME, incarnationOf("a"))
                .interfaceName(interfaceName)
                .allowedRanges(allowed)
                .build();
    }

    ObservationBuilder on(String interfaceName) {
        links.put(interfaceName, new Link(interfaceName, 1, true, Optional.empty(), Optional.empty(), true));
        self = self(interfaceName, self.bindSettings().allowedRanges());
        return this;
    }

    ObservationBuilder allowing(String... ranges) {
        self = self(
                self.interfaceName(), Stream.of(ranges).map(AddressRange::parse).toList());
        return this;
    }

    /// The store says of this node what it would say itself.
    ObservationBuilder published() {
        Observation now = observation();
        nodes.put(ME, NodeRegistration.node(now, now.view().orElseThrow()).withRevision(revisionOf("a")));
        return this;
    }

    ObservationBuilder join(String node) {
        var name = new NodeName(node);
        var interfaces = new TreeMap<String, List<String>>();
        interfaces.put("eth0", List.of());
        nodes.put(
                name,
                new Node(
                        name,
                        incarnationOf(node),
                        leaseOf(node),
                        1,
                        interfaces,
                        new TreeMap<>(),
                        new TreeSet<>(),
                        revisionOf(node)));
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

    ObservationBuilder member(Member member) {
        members.put(member.name(), member);
        return this;
    }

    ObservationBuilder gone(String node) {
        nodes.remove(new NodeName(node));
        return this;
    }

    ObservationBuilder pool(int... lasts) {
        for (int last : lasts) {
            pool.put(ip(last), Entry.plain(ip(last), "ips/10.0.0." + last));
        }
        return this;
    }

    ObservationBuilder entry(Entry entry) {
        pool.put(entry.ip(), entry);
        return this;
    }

    ObservationBuilder marked(String owner, int... lasts) {
        for (int last : lasts) {
            mark(mark(owner, last));
        }
        return this;
    }

    ObservationBuilder mark(Mark mark) {
        marks.put(mark.ip(), mark);
        return this;
    }

    static Mark mark(String owner, int last) {
        return new Mark(ip(last), new NodeName(owner), Optional.of(leaseOf(owner)), 200 + last);
    }

    /// Bound by yaim, with a lifetime that fits the proof.
    ObservationBuilder bound(int... lasts) {
        for (int last : lasts) {
            addresses.add(ours(last));
        }
        return this;
    }

    static BoundAddress ours(int last) {
        return new BoundAddress(ip(last), "eth0", 32, Optional.empty(), true, 7);
    }

    ObservationBuilder address(BoundAddress address) {
        addresses.add(address);
        return this;
    }

    /// Marked and bound here.
    ObservationBuilder held(int... lasts) {
        return marked("a", lasts).bound(lasts);
    }

    ObservationBuilder consentRecord(ConsentRecord record) {
        witnesses.put(record.tenancy().name(), record);
        return this;
    }

    ObservationBuilder wish(Wish wish) {
        wishes.add(wish);
        return this;
    }

    ObservationBuilder unhealthy(String reason) {
        health = new Health.Unhealthy(reason);
        return this;
    }

    ObservationBuilder undecided(String reason) {
        health = new Health.Unhealthy(reason, true);
        return this;
    }

    /// An entry that asks for a check of its own, of which nothing is known yet.
    ObservationBuilder checked(int last) {
        return entry(EntryBuilder.of(ip(last), "ips/10.0.0." + last)
                .checks(List.of(new EntryCheck("127.0.0.1", 80)))
                .build());
    }

    /// What the check of an entry says.
    ObservationBuilder health(int last, Health newHealth) {
        entryHealth.put(ip(last), newHealth);
        return this;
    }

    /// The kernel drops the other addresses of a network together with the first one.
    ObservationBuilder withoutPromotion() {
        links.put("eth0", new Link("eth0", 2, true, Optional.empty(), Optional.empty(), false));
        return this;
    }

    ObservationBuilder linkDown() {
        links.put("eth0", new Link("eth0", 2, false, Optional.empty(), Optional.empty(), true));
        return this;
    }

    /// Node `a` has recovered only recently; the store does not say so yet.
    ObservationBuilder onProbation() {
        var probation = new Probations.Probation(Duration.ofSeconds(15), NOW.plusSeconds(9));
        probations = new Probations(new TreeMap<>(Map.of("eth0", probation)), Optional.empty());
        return this;
    }

    ObservationBuilder coordinating() {
        groupStatus = Optional.of(new GroupStatus(true, 1, Optional.empty()));
        return this;
    }

    ObservationBuilder leaving() {
        isLeaving = true;
        return this;
    }

    ObservationBuilder withoutLease() {
        lease = Optional.empty();
        return this;
    }

    ObservationBuilder keepAliveSent(Duration ago) {
        lease = Optional.of(new Lease(leaseOf("a"), Duration.ofSeconds(9), NOW.minus(ago)));
        return this;
    }

    ObservationBuilder withoutView() {
        hasView = false;
        return this;
    }

    ObservationBuilder refreshedFor(Duration ago) {
        refreshedFor = proofOf(ago).endsAt();
        return this;
    }

    ObservationBuilder membershipChanged(Duration ago) {
        membershipSince = NOW.minus(ago);
        return this;
    }

    ObservationBuilder releasing(Mark mark) {
        releases.put(mark.ip(), mark.revision());
        return this;
    }

    ObservationBuilder refusing(int last, String reason) {
        refusals.put(ip(last), reason);
        return this;
    }

    ObservationBuilder announceable(int last) {
        announceable.add(ip(last));
        return this;
    }

    /// What it was, and on which lease, when the store was last seen.
    ObservationBuilder holding(int last, LeaseId on, FailureMode mode) {
        holdings.put(ip(last), new LastOwnership(on, mode));
        return this;
    }

    /// What it last saw of the store was this.
    ObservationBuilder remembered() {
        lastView = Optional.of(view());
        return this;
    }

    ObservationBuilder unanimousConsent(UnanimousConsent newConsent) {
        unanimousConsent = Optional.of(newConsent);
        return this;
    }

    ObservationBuilder abandoned(int last) {
        strays.add(ip(last));
        return this;
    }

    private static Proof proofOf(Duration ago) {
        return Proof.from(NOW.minus(ago), Duration.ofSeconds(9));
    }

    /// What hangs on the present lease, and what was said to hang on an earlier one.
    private SortedMap<VirtualIp, LastOwnership> holdings() {
        marks.values().stream()
                .filter(mark -> lease.map(Lease::id).filter(mark::isAttachedTo).isPresent())
                .forEach(mark -> holdings.putIfAbsent(mark.ip(), new LastOwnership(leaseOf("a"), FailureMode.RELEASE)));
        return holdings;
    }

    /// Neighbours of this node.
    ObservationBuilder knows(Neighbour... hosts) {
        known.addAll(List.of(hosts));
        return this;
    }

    /// What a node has said of its neighbours.
    ObservationBuilder neighbourReport(NeighbourReport neighbourReport) {
        neighbourReports.put(neighbourReport.name(), neighbourReport);
        return this;
    }

    ObservationBuilder possiblyBoundElsewhere(int... lasts) {
        for (int last : lasts) {
            possiblyBoundElsewhere.add(ip(last));
        }
        return this;
    }

    /// They have come into the pool just now, and were not probed yet.
    ObservationBuilder newEntries(int... lasts) {
        for (int last : lasts) {
            newEntries.add(ip(last));
        }
        return possiblyBoundElsewhere(lasts);
    }

    /// Another host has answered for this new entry.
    ObservationBuilder occupied(int last) {
        var by = new AddressSighting(ip(last), "eth0", new HardwareAddress(7), AddressSighting.Kind.IN_USE);
        occupied.put(ip(last), by);
        return newEntries(last);
    }

    ObservationBuilder dueForProbe(int... lasts) {
        for (int last : lasts) {
            dueForProbe.add(ip(last));
        }
        return this;
    }

    ObservationBuilder conflict(int last) {
        var by = new AddressSighting(ip(last), "eth0", new HardwareAddress(7), AddressSighting.Kind.IN_USE);
        conflicts.put(ip(last), by);
        return this;
    }

    /// Left bound by this node's former life, whose keys and marks are still there on [#FORMER_LEASE].
    ObservationBuilder inherited(int... lasts) {
        var kept = new TreeSet<VirtualIp>();
        for (int last : lasts) {
            kept.add(ip(last));
            mark(new Mark(ip(last), ME, Optional.of(FORMER_LEASE), 300 + last));
        }
        previousTenancy = Optional.of(new PreviousTenancy(FORMER_INCARNATION, FORMER_LEASE, kept, NOW.plusSeconds(5)));
        return bound(lasts);
    }

    ObservationBuilder previousTenancy(PreviousTenancy newFormer) {
        previousTenancy = Optional.of(newFormer);
        return this;
    }

    Node node(String name) {
        return Objects.requireNonNull(nodes.get(new NodeName(name)));
    }

    private View view() {
        return ViewBuilder.at(1000)
                .pool(pool)
                .marks(marks)
                .nodes(nodes)
                .members(members)
                .consentRecords(witnesses)
                .neighbourReports(neighbourReports)
                .wishes(wishes)
                .build();
    }

    Observation observation() {
        return new Observation(
                self,
                NOW,
                new HealthVerdicts(health, entryHealth),
                new LocalHost(new Host(links, addresses), Duration.ZERO, known, probations),
                new Entitlement(lease, unanimousConsent),
                new SeenStore(hasView ? Optional.of(view()) : Optional.empty(), groupStatus),
                new RememberedState(
                        new RememberedStore(lastView, holdings(), releases, strays, membershipSince),
                        new RememberedLifetimes(refreshedFor, Duration.ZERO, Duration.ZERO),
                        refusals,
                        announceable,
                        new ProbeStatus(
                                possiblyBoundElsewhere, newEntries, occupied, dueForProbe, conflicts, sought, vacant),
                        refused,
                        previousTenancy),
                isLeaving);
    }

    List<Action> plan() {
        return Planner.plan(observation());
    }
}
