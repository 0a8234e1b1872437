package io.yaim.chaos;

import static io.yaim.chaos.Bounds.AT_ONCE;
import static io.yaim.chaos.Bounds.CLEANUP;
import static io.yaim.chaos.Bounds.LEASE_END;
import static io.yaim.chaos.Bounds.MEMORY_EXHAUSTED;
import static io.yaim.chaos.Bounds.MULTICAST_CLEANUP;
import static io.yaim.chaos.Bounds.MULTICAST_LEASE_END;
import static io.yaim.chaos.ChaosCluster.MORE_IPS;
import static io.yaim.chaos.ChaosCluster.POOL;
import static io.yaim.chaos.ChaosCluster.TTL;

import io.yaim.chaos.Fault.Victim;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Faults of the process of one node.
final class NodeFaults {

    private static final int SOME = 50;
    private static final int OUT_OF_MEMORY = 3; // exit status of -XX:+ExitOnOutOfMemoryError

    private NodeFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.inRelease("SIGTERM", AT_ONCE, (stage, node) -> {
                            stage.node(node).terminate();
                            stage.awaitShared(stage.without(node));
                        })
                        .andServerless(AT_ONCE),
                Fault.inRelease("stopped and started again, on-stop: keep", Duration.ZERO, NodeFaults::restart)
                        .with(Map.of("YAIM_ON_STOP", "keep"))
                        .andServerless(Duration.ZERO),
                Fault.inRelease("check fails", AT_ONCE, (stage, node) -> {
                            stage.node(node).breakService();
                            stage.awaitShared(stage.without(node));
                        })
                        .andServerless(AT_ONCE),
                Fault.inAllWithServer("kill -9", CLEANUP, (stage, node) -> {
                            stage.node(node).kill();
                            stage.awaitShared(stage.without(node));
                        })
                        .andServerless(MULTICAST_CLEANUP),
                Fault.inRelease("kill -9, started again at once", CLEANUP, (stage, node) -> {
                            stage.node(node).kill();
                            stage.node(node).start();
                        })
                        .andServerless(MULTICAST_CLEANUP),
                Fault.inRelease("kill -9 of daemon and guardian", LEASE_END, (stage, node) -> {
                            stage.node(node).killWithGuardian();
                            stage.awaitShared(stage.without(node));
                        })
                        .andServerless(MULTICAST_LEASE_END)
                        .hitting(Victim.FOLLOWER),
                Fault.inRelease("killed while it binds 500", CLEANUP, (stage, node) -> {
                            bindMany(stage, node);
                            stage.node(node).kill();
                            stage.until(
                                    "all of them",
                                    () -> stage.cluster().watch().size() == POOL.size() + MORE_IPS.size());
                            stage.remove(MORE_IPS, stage.without(node).getFirst());
                        })
                        .andServerless(MULTICAST_CLEANUP),
                Fault.inRelease("out of memory", MEMORY_EXHAUSTED, NodeFaults::runOutOfMemory)
                        .with(Map.of("YAIM_JAVA_OPTS", "-Xmx9m")),
                Fault.inAllWithServer("paused (SIGSTOP) for three ttl", LEASE_END, NodeFaults::freeze)
                        .andServerless(MULTICAST_LEASE_END)
                        .hitting(Victim.FOLLOWER),
                Fault.inRelease("the same, while it binds 500", LEASE_END, (stage, node) -> {
                    bindMany(stage, node);
                    freeze(stage, node);
                    stage.remove(MORE_IPS, stage.without(node).getFirst());
                }));
    }

    /// On a slow machine the program may take longer to start than its lease lasts. Then others have had its addresses
    /// in between, and it binds what they hand back.
    private static void restart(ChaosCluster stage, String node) throws Exception {
        stage.node(node).terminate();
        stage.node(node).start(Map.of("YAIM_ON_STOP", "keep"));
        stage.until(
                "its addresses to be its own again",
                () -> stage.node(node).hasLogged("event=retaken")
                        || stage.node(node).hasLogged("event=bound"));
    }

    private static void bindMany(ChaosCluster stage, String node) throws IOException {
        stage.add(MORE_IPS, stage.without(node).getFirst());
        stage.until("the first of many", () -> stage.cluster().watch().size() > POOL.size() + SOME);
    }

    static void freeze(ChaosCluster stage, String node) throws Exception {
        stage.node(node).freeze();
        try {
            ChaosCluster.sleep(TTL.multipliedBy(3));
        } finally {
            stage.node(node).thaw();
        }
    }

    /// Entries whose options are one long comment, until the node's small heap is full.
    private static void runOutOfMemory(ChaosCluster stage, String node) throws Exception {
        try {
            stage.cluster().put(MORE_IPS, "# " + "x".repeat(3500));
            int status = stage.node(node).awaitEnd();
            if (status != OUT_OF_MEMORY) {
                throw new IOException("not out of memory, but exit status " + status);
            }
            stage.until("all of them", () -> stage.cluster().watch().size() == POOL.size() + MORE_IPS.size());
        } finally {
            stage.cluster().del(MORE_IPS);
        }
    }
}
