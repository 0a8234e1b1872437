package io.yaim.chaos;

import static io.yaim.chaos.Bounds.AFTER_OUTAGE;
import static io.yaim.chaos.Bounds.AT_ONCE;
import static io.yaim.chaos.Bounds.LEASE_END;
import static io.yaim.chaos.Bounds.OUTAGE;
import static io.yaim.chaos.ChaosCluster.TTL;
import static io.yaim.chaos.Mode.CLAIM;
import static io.yaim.chaos.Mode.FAILSAFE;
import static io.yaim.chaos.Mode.RELEASE;

import io.yaim.lab.Etcd;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Faults of etcd.
final class StoreFaults {

    private static final Duration STALL = Duration.ofSeconds(9);

    private StoreFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.inAllWithServer("leader of etcd killed", AT_ONCE, (stage, _) -> {
                    Etcd leader = stage.leader();
                    leader.kill();
                    ChaosCluster.sleep(TTL);
                    leader.restart();
                }),
                Fault.in(
                        Map.of(RELEASE, AFTER_OUTAGE, FAILSAFE, AT_ONCE, CLAIM, AT_ONCE),
                        "etcd without quorum for 15 s",
                        (stage, _) -> withoutQuorum(stage, () -> ChaosCluster.sleep(OUTAGE))),
                Fault.in(
                        Map.of(FAILSAFE, AFTER_OUTAGE, CLAIM, TTL.multipliedBy(2)),
                        "the same, and a node killed meanwhile",
                        (stage, node) -> withoutQuorum(stage, () -> {
                            ChaosCluster.sleep(TTL);
                            stage.node(node).kill();
                            ChaosCluster.sleep(OUTAGE.minus(TTL));
                        })),
                Fault.in(
                        Map.of(FAILSAFE, AFTER_OUTAGE, CLAIM, AFTER_OUTAGE),
                        "the same, and a node cut off from the others",
                        (stage, node) -> withoutQuorum(stage, () -> {
                            ChaosCluster.sleep(TTL);
                            NetworkFaults.cutOffFromOthers(stage, node);
                            ChaosCluster.sleep(OUTAGE.minus(TTL));
                        })),
                Fault.inAllWithServer(
                                "disk of etcd's leader stalled for 9 s", LEASE_END, (stage, _) -> stallDisk(stage))
                        .toleratingDouble());
    }

    private static void withoutQuorum(ChaosCluster stage, OutageAction outageAction) throws Exception {
        List<Etcd> members = stage.cluster().members().subList(0, 2);
        for (Etcd member : members) {
            member.freeze();
        }
        try {
            outageAction.run();
        } finally {
            for (Etcd member : members) {
                member.thaw();
            }
        }
    }

    /// Writes go on meanwhile: they make a deposed leader that comes back end leases (etcd issue 15247).
    private static void stallDisk(ChaosCluster stage) throws Exception {
        Etcd stalled = stage.cluster().etcd();
        lead(stalled, stage.leader());
        Process writer = startWriter(stage);
        try {
            ChaosCluster.sleep(Duration.ofSeconds(1));
            stage.disk().stall(STALL);
            ChaosCluster.sleep(TTL);
        } finally {
            writer.destroy();
        }
    }

    private static void lead(Etcd member, Etcd leader) throws IOException {
        if (leader == member) {
            return;
        }
        String id = member.ctl("member", "list")
                .lines()
                .filter(line -> line.contains(member.endpoint()))
                .map(line -> line.substring(0, line.indexOf(',')))
                .findFirst()
                .orElseThrow();
        leader.ctl("move-leader", id);
    }

    /// Writes one key again and again through a member whose disk works, until the process is destroyed.
    private static Process startWriter(ChaosCluster stage) throws IOException {
        String host = stage.cluster().etcdHosts().getLast();
        String endpoint = stage.cluster().members().getLast().endpoint();
        String put = "ETCDCTL_API=3 etcdctl --endpoints=" + endpoint + " put /load x";
        return stage.cluster()
                .segment()
                .host(host)
                .process(List.of("sh", "-c", "while :; do " + put + " >/dev/null 2>&1; done"))
                .start();
    }

    private interface OutageAction {
        void run() throws Exception;
    }
}
