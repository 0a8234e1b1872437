package io.yaim.chaos;

import static io.yaim.chaos.Bounds.AT_ONCE;
import static io.yaim.chaos.Bounds.LEASE_END;
import static io.yaim.chaos.Bounds.MULTICAST_LEASE_END;
import static io.yaim.chaos.ChaosCluster.POOL;
import static io.yaim.chaos.ChaosCluster.TTL;
import static io.yaim.chaos.Mode.FAILSAFE;

import io.yaim.chaos.Fault.Victim;
import java.util.List;
import java.util.Map;

/// Faults of the network between nodes and store.
final class NetworkFaults {

    private NetworkFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.inAllWithServer("link down", LEASE_END, NetworkFaults::pullPlug)
                        .andServerless(MULTICAST_LEASE_END)
                        .hitting(Victim.FOLLOWER),
                Fault.inAllWithServer("cut off from etcd alone", LEASE_END, (stage, node) -> {
                    stage.cluster().cutOffFromEtcd(node);
                    stage.awaitShared(stage.without(node));
                }),
                Fault.inAllWithServer("incoming packets from etcd dropped", LEASE_END, (stage, node) -> {
                    for (String store : stage.cluster().etcdHosts()) {
                        stage.cluster().segment().blockFrom(node, store);
                    }
                    stage.awaitShared(stage.without(node));
                }),
                Fault.inRelease("outgoing packets to etcd dropped", LEASE_END, (stage, node) -> {
                    for (String store : stage.cluster().etcdHosts()) {
                        stage.cluster().segment().blockFrom(store, node);
                    }
                    stage.awaitShared(stage.without(node));
                }),
                Fault.in(Map.of(FAILSAFE, AT_ONCE), "cut off from the other nodes alone", (stage, node) -> {
                    cutOffFromOthers(stage, node);
                    ChaosCluster.sleep(TTL.multipliedBy(2));
                }));
    }

    static void pullPlug(ChaosCluster stage, String node) throws Exception {
        stage.cluster().segment().pullPlug(node);
        stage.until(
                "the others to take over", // the victim cannot be observed
                () -> ChaosCluster.countOn(stage.history(), stage.without(node)) == POOL.size());
    }

    static void cutOffFromOthers(ChaosCluster stage, String node) throws Exception {
        for (String other : stage.without(node)) {
            stage.cluster().segment().disconnect(node, other);
        }
    }
}
