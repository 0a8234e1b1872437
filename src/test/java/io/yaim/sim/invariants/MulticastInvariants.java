package io.yaim.sim.invariants;

import io.yaim.model.LeaseId;
import io.yaim.model.VirtualIp;
import io.yaim.sim.engine.Tally;
import io.yaim.sim.multicast.SimulatedGroup;
import io.yaim.sim.multicast.SimulatedMulticastStore;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What must hold where the nodes store the state themselves:
///
/// - where a majority decides, no address is ever on two hosts, regardless of which nodes reach each other;
/// - otherwise no address is on two hosts that have been together for one lease time. Together means that each
///   reaches the other, and no member that ran and answered was removed from a membership view. Stopped or dead
///   processes divide nothing: their addresses must be gone before other nodes have them;
/// - a node binds only what the last view showed as its own, on its present lease;
/// - nothing is bound after the end of the proof.
public final class MulticastInvariants {

    /// The marks of both parts were granted before the merge.
    private static final Duration SLACK = Duration.ofMillis(200);

    private final SimulatedGroup simulatedGroup;
    private final Tally tally;

    public MulticastInvariants(SimulatedGroup simulatedGroup, Tally tally) {
        this.simulatedGroup = simulatedGroup;
        this.tally = tally;
    }

    void onBound(SimulatedNode simulatedNode, VirtualIp ip) {
        Optional<LeaseId> lease = simulatedNode.proofTracker().latest();
        boolean isShown = simulatedNode.store() instanceof SimulatedMulticastStore store
                && lease.filter(held -> store.showsMark(ip, held)).isPresent();
        if (!isShown) {
            throw fault(
                    simulatedNode.machine().name() + " binds " + ip + ", which is not marked as its own on " + lease);
        }
    }

    void check(Map<VirtualIp, Map<Machine, ObservedBinding>> bearers) {
        bearers.forEach((ip, there) -> {
            var hosts = new ArrayList<Machine>();
            there.forEach((machine, observedBinding) -> {
                if (!observedBinding.isExtended()) {
                    checkProof(ip, machine, observedBinding);
                    hosts.add(machine);
                }
            });
            if (hosts.size() > 1) {
                checkOneHost(ip, hosts, there);
            }
        });
    }

    private void checkProof(VirtualIp ip, Machine machine, ObservedBinding observedBinding) {
        boolean isProven = observedBinding
                .lease()
                .filter(observedBinding.node().proofTracker()::provesNow)
                .isPresent();
        if (!isProven) {
            throw fault(ip + " is on " + machine.name() + ", and " + observedBinding);
        }
    }

    private void checkOneHost(VirtualIp ip, List<Machine> hosts, Map<Machine, ObservedBinding> there) {
        for (int i = 0; i < hosts.size(); i++) {
            for (int j = i + 1; j < hosts.size(); j++) {
                Machine one = hosts.get(i);
                Machine other = hosts.get(j);
                Duration together = simulatedGroup.reachability().togetherFor(one.name(), other.name());
                tally.recordLongest("on two nodes that are together", together);
                tally.count(together.isZero() ? "doubles across parts" : "doubles after a merge");
                if (simulatedGroup.needsMajority() || together.compareTo(tolerance()) > 0) {
                    throw fault(ip + " is on " + one.name() + " and " + other.name() + ", which have been together for "
                            + together + "; " + there.get(one) + "; " + there.get(other));
                }
            }
        }
    }

    private Duration tolerance() {
        return simulatedGroup.ttl().plus(SLACK);
    }

    private AssertionError fault(String what) {
        return new AssertionError("at " + simulatedGroup.eventQueue().now().toMillis() + " ms: " + what);
    }
}
