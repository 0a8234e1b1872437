package io.yaim.sim.world;

import io.yaim.model.LeaseId;
import io.yaim.model.VirtualIp;
import io.yaim.sim.engine.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What must hold where the nodes keep the store themselves:
///
/// - where a majority decides no address is ever on two hosts, whatever hears whom;
/// - else none is on two hosts that have been together for one lease time: each heard the other, and nobody who
///   was there and answered was taken off a roll. Stopped or dead processes divide nobody: their addresses are
///   to be gone before others have them;
/// - nothing is bound but what the last look at the store showed as one's own, on the lease that one has;
/// - nothing is bound past the proof.
final class MulticastInvariants {

    /// The marks of both parts were granted before they were one.
    private static final Duration SLACK = Duration.ofMillis(200);

    private final SimulatedGroup simulatedGroup;
    private final Tally tally;

    MulticastInvariants(SimulatedGroup simulatedGroup, Tally tally) {
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
                tally.recordLongest("two have it, that have been together", together);
                tally.count(together.isZero() ? "doubles across parts" : "doubles after parts were one");
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
