package io.yaim;

import static io.yaim.ClusterFixture.POOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.lab.Cluster;
import io.yaim.lab.Etcd;
import io.yaim.lab.YaimNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three nodes of the packaged program, each with its own user of etcd, whose authentication and permissions change.
final class EtcdAccessIT {

    private static final String PREFIX = "/service/yaim/";

    /// One ttl without access, then one until the lease has ended, and time to claim and probe.
    private static final Duration TAKEN_OVER = Cluster.TTL.multipliedBy(2).plusSeconds(8);

    private ClusterFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new ClusterFixture("etcd-access");
        Etcd etcd = fixture.cluster().etcd();
        etcd.ctl("user", "add", "root:top");
        etcd.ctl("role", "add", "root");
        etcd.ctl("user", "grant-role", "root", "root");
        for (YaimNode node : fixture.cluster().nodes()) {
            etcd.ctl("user", "add", node.name() + ":secret");
            etcd.ctl("role", "add", node.name());
            etcd.ctl("role", "grant-permission", node.name(), "--prefix=true", "readwrite", PREFIX);
            etcd.ctl("user", "grant-role", node.name(), node.name());
            node.configure(Map.of("etcd-user", node.name(), "etcd-password", "secret"));
        }
        fixture.restore();
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
    }

    @Test
    void switchingAuthenticationCostsNobodyAnAddress() throws Exception {
        assertThat(fixture.node("n1").hasLogged("authentication is not enabled"))
                .isTrue();
        long since = System.nanoTime();
        fixture.cluster().etcd().ctl("auth", "enable");
        Thread.sleep(Cluster.TTL.multipliedBy(3));
        asRoot("auth", "disable");
        Thread.sleep(Cluster.TTL.multipliedBy(3));
        fixture.cluster().etcd().ctl("auth", "enable");
        Thread.sleep(Cluster.TTL);
        fixture.cluster().etcd().restart();
        Thread.sleep(Cluster.TTL.multipliedBy(2));
        fixture.assertNeverOnTwoNodes();
        for (var ip : POOL) {
            assertThat(fixture.history().longestUnowned(ip, since))
                    .as("ms of %s without an owner", ip)
                    .isZero();
        }
        asRoot("del", PREFIX + "ips/" + POOL.getFirst());
        fixture.awaitFair(POOL.subList(1, POOL.size()), "n1", "n2", "n3");
    }

    @Test
    void theEntriesOfANodeWithoutPermissionsGoToTheOthers() throws Exception {
        fixture.cluster().etcd().ctl("auth", "enable");
        Thread.sleep(Cluster.TTL);
        asRoot("user", "revoke-role", "n1", "n1");
        fixture.cluster().etcd().restart();
        long since = System.nanoTime();
        fixture.node("n1").breakService();
        fixture.awaitFair(POOL, "n2", "n3");
        fixture.assertNeverOnTwoNodes();
        fixture.assertSilenceBelow(TAKEN_OVER, since);

        asRoot("user", "grant-role", "n1", "n1");
        fixture.node("n1").mendService();
        fixture.awaitFair(POOL, "n1", "n2", "n3");
        fixture.assertNeverOnTwoNodes();
    }

    private void asRoot(String... arguments) throws IOException {
        var all = new ArrayList<>(List.of("--user=root:top"));
        all.addAll(List.of(arguments));
        fixture.cluster().etcd().ctl(all.toArray(String[]::new));
    }
}
