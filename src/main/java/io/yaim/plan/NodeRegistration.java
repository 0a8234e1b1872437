package io.yaim.plan;

import io.yaim.model.BoundAddress;
import io.yaim.model.ConsentRecord;
import io.yaim.model.ConsentRecord.ConsentPeer;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.GroupStatus;
import io.yaim.model.Health;
import io.yaim.model.LeaseId;
import io.yaim.model.Member;
import io.yaim.model.Neighbour;
import io.yaim.model.NeighbourReport;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What this node writes about itself to the store, by its observation.
final class NodeRegistration {

    private static final int MAX_NETWORKS = 32;

    /// The number of unbindable entries in a node key, so that the key fits into the store. Each address has at
    /// most 43 characters, and [Node] limits each reason.
    static final int MAX_UNBINDABLE = 10_000;

    private static final int MAX_REASONS = 100;
    private static final String OTHER_REASON = "one of too many reasons to tell them all";

    private NodeRegistration() {}

    /// Why this node takes no entries now; absent if it does.
    static Optional<String> ineligibility(Observation seen) {
        if (seen.isLeaving()) {
            return Optional.of("leaving");
        }
        if (seen.health() instanceof Health.Unhealthy(String reason, boolean _)) {
            return Optional.of(reason);
        }
        return BindObstacles.linkProblem(seen, seen.self().interfaceName()).map(problem -> "interface " + problem);
    }

    static Member member(Observation seen, Optional<String> ineligibility) {
        Self self = seen.self();
        Member.State state = seen.isLeaving()
                ? Member.State.LEAVING
                : ineligibility.isPresent() ? Member.State.UNHEALTHY : Member.State.HEALTHY;
        String reason = ineligibility.or(seen.localHost().probations()::reason).orElse("");
        return new Member(
                self.name(),
                self.incarnation(),
                seen.leaseId(),
                state,
                reason,
                self.identity().apiUrl(),
                self.peerAddress(),
                seen.store().groupStatus().filter(GroupStatus::isCoordinator).isPresent(),
                0);
    }

    /// The consent record that this node needs: its peers are all other members that are not leaving. Empty if
    /// this node would not hold any entry, or if there is no peer or too many.
    static Optional<ConsentRecord> consentRecord(Observation seen, View view) {
        Self self = seen.self();
        boolean isWanted = !self.peerAddress().isEmpty() && self.hasFailureMode(FailureMode.FAILSAFE, view);
        var others = new TreeMap<NodeName, ConsentPeer>();
        for (Member member : view.members().values()) {
            if (!member.name().equals(self.name()) && member.state() != Member.State.LEAVING) {
                others.put(member.name(), new ConsentPeer(member.incarnation(), member.peerAddress()));
            }
        }
        if (!isWanted || others.isEmpty() || others.size() > ConsentRecord.MOST) {
            return Optional.empty();
        }
        var tenancy = new Tenancy(self.name(), self.incarnation(), seen.leaseId());
        return Optional.of(new ConsentRecord(
                tenancy, self.peerAddress(), seen.lease().orElseThrow().grantedTtl(), others, 0));
    }

    /// The change that updates the key of this node's neighbours, if one is due. An address of the pool moves
    /// between nodes, so it identifies no neighbour.
    static Optional<StoreChange> neighbourReportChange(Observation seen, View view) {
        Self self = seen.self();
        List<Neighbour> hosts = seen.localHost().neighbours().stream()
                .filter(neighbour -> !view.pool().containsKey(neighbour.ip()))
                .toList();
        NeighbourReport draft = NeighbourReport.of(self.name(), self.incarnation(), seen.leaseId(), hosts);
        boolean isDue = Optional.ofNullable(view.neighbourReports().get(self.name()))
                .filter(known -> known.isWrittenBy(self.incarnation(), seen.leaseId()))
                .map(known -> known.isOutdatedBy(draft))
                .orElse(!draft.isEmpty());
        return isDue ? Optional.of(new StoreChange.PutNeighbourReport(draft)) : Optional.empty();
    }

    /// The change that writes this member key. A duplicate name was excluded before. So a key of another
    /// incarnation is from this node's previous incarnation.
    static StoreChange memberChange(Member draft, View view) {
        Member known = view.members().get(draft.name());
        return known == null || known.incarnation().equals(draft.incarnation())
                ? new StoreChange.PutMember(draft)
                : new StoreChange.ReplaceMember(draft, known);
    }

    static Node node(Observation seen, View view) {
        return node(seen, view, unbindable(seen, view), seen.leaseId());
    }

    /// @param refusals all unbindable entries
    /// @param lease the lease of the node key
    static Node node(Observation seen, View view, SortedMap<VirtualIp, String> refusals, LeaseId lease) {
        Self self = seen.self();
        SortedMap<String, List<String>> networks = networks(seen, view);
        return new Node(
                self.name(),
                self.incarnation(),
                lease,
                self.weight(),
                networks,
                bounded(refusals),
                onProbation(seen, networks.keySet()),
                0);
    }

    private static SortedSet<String> onProbation(Observation seen, Set<String> interfaces) {
        Probations probations = seen.localHost().probations();
        var names = new TreeSet<String>();
        interfaces.stream().filter(probations::concern).forEach(names::add);
        if (names.contains(seen.self().interfaceName())) {
            names.add(Node.OWN_INTERFACE);
        }
        return names;
    }

    /// Only the interfaces that the pool uses: others come and go with every container.
    private static SortedMap<String, List<String>> networks(Observation seen, View view) {
        var networks = new TreeMap<String, List<String>>();
        networks.put(seen.self().interfaceName(), new ArrayList<>());
        for (Entry entry : view.pool().values()) {
            entry.interfaceName()
                    .filter(seen.host().links()::containsKey)
                    .ifPresent(name -> networks.putIfAbsent(name, new ArrayList<>()));
        }
        for (BoundAddress address : seen.host().addresses()) {
            List<String> known = networks.get(address.interfaceName());
            boolean isNetwork = address.prefix() < address.ip().hostPrefix();
            if (known != null && !address.isOurs() && isNetwork && known.size() < MAX_NETWORKS) {
                known.add(address.ip() + "/" + address.prefix());
            }
        }
        return networks;
    }

    /// The entries that this node does not bind, each with the reason. The store gets a limited number of them;
    /// this node's own decisions use all.
    static SortedMap<VirtualIp, String> unbindable(Observation seen, View view) {
        var bindObstacles = new BindObstacles(seen);
        var refusals = new TreeMap<VirtualIp, String>();
        for (Entry entry : view.pool().values()) {
            bindObstacles.reasonAgainst(entry).ifPresent(reason -> refusals.put(entry.ip(), reason));
        }
        return refusals;
    }

    private static SortedMap<VirtualIp, String> bounded(SortedMap<VirtualIp, String> refusals) {
        var reasons = new HashSet<String>();
        var bounded = new TreeMap<VirtualIp, String>();
        for (Map.Entry<VirtualIp, String> refusal : refusals.entrySet()) {
            if (bounded.size() == MAX_UNBINDABLE) {
                break;
            }
            boolean isTold = reasons.contains(refusal.getValue()) || reasons.size() < MAX_REASONS;
            String reason = isTold ? refusal.getValue() : OTHER_REASON;
            reasons.add(reason);
            bounded.put(refusal.getKey(), reason);
        }
        return bounded;
    }
}
