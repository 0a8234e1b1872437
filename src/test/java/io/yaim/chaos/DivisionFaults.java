package io.yaim.chaos;

import static io.yaim.chaos.Bounds.COORDINATOR_END;
import static io.yaim.chaos.Bounds.MULTICAST_LEASE_END;
import static io.yaim.chaos.Bounds.PART_END;
import static io.yaim.chaos.ChaosCluster.TTL;

import io.yaim.chaos.Fault.Victim;
import io.yaim.lab.Segment;
import java.util.List;

/// What keeps nodes of a cluster without a server from hearing each other while their devices have a carrier.
///
/// A follower that is not heard knows it, for nobody answers it: it drops, and divides nothing.
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
                Fault.inServerless("hears nothing of the others, and is heard", PART_END, (stage, node) -> {
                            deafen(stage, node);
                            awaitParts(stage, node, Division.DEAF);
                        })
                        .dividing(Division.DEAF),
                Fault.inServerless("hears the others, and is not heard", MULTICAST_LEASE_END, (stage, node) -> {
                            silence(stage, node);
                            stage.awaitShared(stage.without(node));
                        })
                        .hitting(Victim.FOLLOWER),
                Fault.inServerless("the coordinator hears the others, and is not heard", PART_END, (stage, node) -> {
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

    /// Until each part has what it is to have, and for three leases at least.
    private static void awaitParts(ChaosCluster stage, String node, Division division) throws Exception {
        ChaosCluster.sleep(TTL.multipliedBy(3));
        stage.awaitServed(stage.servedParts(division, node));
    }
}
