package io.yaim.chaos;

import static io.yaim.chaos.ChaosStage.MORE;
import static io.yaim.chaos.ChaosStage.POOL;
import static io.yaim.chaos.ChaosStage.TTL;
import static io.yaim.model.FailureMode.CLAIM;
import static io.yaim.model.FailureMode.FAILSAFE;
import static io.yaim.model.FailureMode.RELEASE;

import io.yaim.lab.Etcd;
import io.yaim.lab.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Every fault that is made to happen for real.
final class Faults {

    /// What a busy machine may add to what takes milliseconds.
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /// etcd looks for ended leases twice a second; the others probe the wire, then bind.
    private static final Duration LEASE_END = TTL.plusMillis(2500);

    /// A program has to be started first.
    private static final Duration GUARD = Duration.ofSeconds(3);

    private static final Duration OUTAGE = Duration.ofSeconds(15);

    /// A new leader, new leases, and what was promised has to run out.
    private static final Duration AFTER_OUTAGE = OUTAGE.plus(TTL.multipliedBy(3));

    private Faults() {}

    static List<Fault> all() {
        var faults = new ArrayList<Fault>();
        faults.addAll(ofOneNode());
        faults.addAll(ofTheNetwork());
        faults.addAll(ofTheStore());
        return faults;
    }

    private static List<Fault> ofOneNode() {
        return List.of(
                Fault.inAllModes("SIGTERM", AT_ONCE, (stage, node) -> {
                    stage.node(node).terminate();
                    stage.awaitShared(stage.without(node));
                }),
                Fault.inRelease("check fails", AT_ONCE, (stage, node) -> {
                    stage.node(node).breakService();
                    stage.awaitShared(stage.without(node));
                }),
                Fault.inAllModes("kill -9", GUARD, (stage, node) -> {
                    stage.node(node).kill();
                    stage.awaitShared(stage.without(node));
                }),
                Fault.inRelease("kill -9, started again at once", GUARD, (stage, node) -> {
                    stage.node(node).kill();
                    stage.node(node).start();
                }),
                Fault.inAllModes("frozen for three ttl, thawed", LEASE_END, (stage, node) -> {
                    stage.node(node).freeze();
                    ChaosStage.rest(TTL.multipliedBy(3));
                    stage.node(node).thaw();
                }),
                Fault.inRelease("killed while it binds 500", GUARD, (stage, node) -> {
                    stage.cluster().put(MORE);
                    stage.until("the first of many", () -> stage.cluster().watch().size() > POOL.size() + 50);
                    stage.node(node).kill();
                    stage.until("all of them", () -> stage.cluster().watch().size() == POOL.size() + MORE.size());
                    stage.cluster().del(MORE);
                }),
                Fault.inRelease("addresses flushed by somebody else", AT_ONCE, (stage, node) -> stage.node(node)
                        .host()
                        .ip("addr", "flush", "dev", Segment.DEVICE, "to", "10.77.1.0/24")));
    }

    private static List<Fault> ofTheNetwork() {
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
                }));
    }

    /// Without looking at who cannot be seen.
    private static boolean ownedBy(ChaosStage stage, List<String> nodes) throws Exception {
        return stage.history().counts(nodes).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum()
                == POOL.size();
    }

    private static List<Fault> ofTheStore() {
        return List.of(
                Fault.inAllModes("leader of etcd killed", AT_ONCE, (stage, _) -> {
                    Etcd leader = stage.leader();
                    leader.kill();
                    ChaosStage.rest(TTL);
                    leader.restart();
                }),
                new Fault(
                        "etcd without quorum for 15 s",
                        Map.of(RELEASE, AFTER_OUTAGE, FAILSAFE, AT_ONCE, CLAIM, AT_ONCE),
                        (stage, _) -> withoutQuorum(stage, () -> ChaosStage.rest(OUTAGE))),
                new Fault(
                        "the same, and a node killed meanwhile",
                        Map.of(FAILSAFE, AFTER_OUTAGE, CLAIM, TTL.multipliedBy(2)),
                        (stage, node) -> withoutQuorum(stage, () -> {
                            ChaosStage.rest(TTL);
                            stage.node(node).kill();
                            ChaosStage.rest(OUTAGE.minus(TTL));
                        })));
    }

    private static void withoutQuorum(ChaosStage stage, During during) throws Exception {
        List<Etcd> members = stage.cluster().members().subList(0, 2);
        for (Etcd member : members) {
            member.freeze();
        }
        try {
            during.happen();
        } finally {
            for (Etcd member : members) {
                member.thaw();
            }
        }
    }

    private interface During {
        void happen() throws Exception;
    }
}
