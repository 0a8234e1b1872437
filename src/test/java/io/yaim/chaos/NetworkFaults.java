package io.yaim.chaos;

import static io.yaim.chaos.Bounds.AT_ONCE;
import static io.yaim.chaos.Bounds.LEASE_END;
import static io.yaim.chaos.Bounds.STALE_END;
import static io.yaim.chaos.ChaosStage.POOL;
import static io.yaim.chaos.ChaosStage.TTL;
import static io.yaim.chaos.Mode.FAILSAFE;

import io.yaim.chaos.Fault.Victim;
import java.util.List;
import java.util.Map;

/// What befalls the network between nodes and store.
final class NetworkFaults {

    private NetworkFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.inAllServed("plug pulled", LEASE_END, NetworkFaults::pullPlug)
                        .andServerless(STALE_END)
                        .hitting(Victim.FOLLOWER),
                Fault.inAllServed("cut off from etcd alone", LEASE_END, (stage, node) -> {
                    stage.cluster().partFromStore(node);
                    stage.awaitShared(stage.without(node));
                }),
                Fault.inAllServed("hears nothing of etcd, and is heard", LEASE_END, (stage, node) -> {
                    for (String store : stage.cluster().stores()) {
                        stage.cluster().segment().deafen(node, store);
                    }
                    stage.awaitShared(stage.without(node));
                }),
                Fault.inRelease("hears etcd, and is not heard", LEASE_END, (stage, node) -> {
                    for (String store : stage.cluster().stores()) {
                        stage.cluster().segment().deafen(store, node);
                    }
                    stage.awaitShared(stage.without(node));
                }),
                Fault.in(Map.of(FAILSAFE, AT_ONCE), "cut off from the other nodes alone", (stage, node) -> {
                    partFromOthers(stage, node);
                    ChaosStage.rest(TTL.multipliedBy(2));
                }));
    }

    static void pullPlug(ChaosStage stage, String node) throws Exception {
        stage.cluster().segment().cut(node);
        stage.until(
                "the others to take over", // without looking at who cannot be seen
                () -> ChaosStage.sum(stage.history(), stage.without(node)) == POOL.size());
    }

    static void partFromOthers(ChaosStage stage, String node) throws Exception {
        for (String other : stage.without(node)) {
            stage.cluster().segment().part(node, other);
        }
    }
}
