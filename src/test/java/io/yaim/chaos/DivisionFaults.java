package io.yaim.chaos;

import static io.yaim.chaos.Bounds.COORDINATOR_END;
import static io.yaim.chaos.Bounds.MULTICAST_LEASE_END;
import static io.yaim.chaos.Bounds.PART_END;
import static io.yaim.chaos.ChaosCluster.TTL;

import io.yaim.chaos.Fault.Victim;
import io.yaim.lab.Segment;
import java.util.List;

/// Faults that cut off nodes without a server from each other while their devices have a carrier.
///
/// A follower whose messages do not arrive notices that, since no node answers it. It drops, and divides nothing.
final class DivisionFaults {

    private DivisionFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.inServerless("on a segment of its own", COORDINATOR_END, (stage, node) -> {
                            stage.cluster().segment().isolate(node);
                            try {
                                awaitParts(stage, node, Division.BOTH_WAYS);
                            } finally {
                                stage.cluster().segment().rejoin(node);
                            }
                        })
                        .dividing(Division.BOTH_WAYS),
                Fault.inServerless("no packets to and from the others", PART_END, (stage, node) -> {
                            deafen(stage, node);
                            silence(stage, node);
                            awaitParts(stage, node, Division.BOTH_WAYS);
                        })
                        .dividing(Division.BOTH_WAYS),
                Fault.inServerless("incoming packets from the others dropped", PART_END, (stage, node) -> {
                            deafen(stage, node);
                            awaitParts(stage, node, Division.DEAF);
                        })
                        .dividing(Division.DEAF),
                Fault.inServerless("outgoing packets to the others dropped", MULTICAST_LEASE_END, (stage, node) -> {
                            silence(stage, node);
                            stage.awaitShared(stage.without(node));
                        })
                        .hitting(Victim.FOLLOWER),
                Fault.inServerless("outgoing packets of the coordinator dropped", PART_END, (stage, node) -> {
                            silence(stage, node);
                            awaitParts(stage, node, Division.UNHEARD);
                        })
                        .hitting(Victim.COORDINATOR)
                        .dividing(Division.UNHEARD));
    }

    private static void deafen(ChaosCluster stage, String node) throws Exception {
        Segment segment = stage.cluster().segment();
        for (String other : stage.without(node)) {
            segment.blockFrom(node, other);
        }
    }

    private static void silence(ChaosCluster stage, String node) throws Exception {
        Segment segment = stage.cluster().segment();
        for (String other : stage.without(node)) {
            segment.blockFrom(other, node);
        }
    }

    /// Until each part has what it must have, and for at least three leases.
    private static void awaitParts(ChaosCluster stage, String node, Division division) throws Exception {
        ChaosCluster.sleep(TTL.multipliedBy(3));
        stage.awaitServed(stage.servedParts(division, node));
    }
}
