package io.yaim.chaos;

import static io.yaim.chaos.Bounds.AT_ONCE;
import static io.yaim.chaos.Bounds.LEASE_END;
import static io.yaim.chaos.ChaosStage.POOL;
import static io.yaim.chaos.ChaosStage.TTL;
import static io.yaim.model.FailureMode.FAILSAFE;

import java.util.List;
import java.util.Map;

/// What befalls the network between nodes and store.
final class NetworkFaults {

    private NetworkFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.inAllModes("plug pulled", LEASE_END, (stage, node) -> {
                    stage.cluster().segment().cut(node);
                    stage.until("the others to take over", () -> ownedBy(stage, stage.without(node)));
                }),
                Fault.inAllModes("cut off from etcd alone", LEASE_END, (stage, node) -> {
                    stage.cluster().partFromStore(node);
                    stage.awaitShared(stage.without(node));
                }),
                Fault.inAllModes("hears nothing of etcd, and is heard", LEASE_END, (stage, node) -> {
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

    static void partFromOthers(ChaosStage stage, String node) throws Exception {
        for (String other : stage.without(node)) {
            stage.cluster().segment().part(node, other);
        }
    }

    /// Without looking at who cannot be seen.
    private static boolean ownedBy(ChaosStage stage, List<String> nodes) throws Exception {
        return stage.history().counts(nodes).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum()
                == POOL.size();
    }
}
