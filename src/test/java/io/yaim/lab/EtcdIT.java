package io.yaim.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EtcdIT {

    @Test
    void keepsItsDataAndItsEndpointOverARestart() throws Exception {
        try (var etcd = Etcd.start()) {
            String endpoint = etcd.endpoint();
            etcd.ctl("put", "/a", "1");
            etcd.kill();
            assertThatThrownBy(() -> etcd.ctl("--command-timeout=300ms", "get", "/a"))
                    .isInstanceOf(IOException.class);
            etcd.restart();
            assertThat(etcd.endpoint()).isEqualTo(endpoint);
            assertThat(etcd.ctl("get", "/a", "--print-value-only")).isEqualTo("1\n");
        }
    }

    @Test
    void carriesOutMoreRequestsThanOneTransactionTakes() throws Exception {
        try (var etcd = Etcd.start()) {
            etcd.txn(IntStream.range(0, 250)
                    .mapToObj(i -> "put /k" + i + " \"\"")
                    .toList());
            assertThat(etcd.ctl("get", "/k", "--prefix", "--keys-only").lines().filter(line -> !line.isEmpty()))
                    .hasSize(250);
            etcd.txn(List.of("del /k7"));
            assertThat(etcd.ctl("get", "/k7")).isEmpty();
        }
    }

    @Test
    void answersNobodyWhileFrozen() throws Exception {
        try (var etcd = Etcd.start()) {
            etcd.freeze();
            assertThatThrownBy(() -> etcd.ctl("--command-timeout=300ms", "get", "/a"))
                    .isInstanceOf(IOException.class);
            etcd.thaw();
            assertThat(etcd.ctl("get", "/a")).isEmpty();
        }
    }

    @Test
    void servesInsideANamespaceAlone() throws Exception {
        try (var namespace = Namespace.create("etcd");
                var etcd = Etcd.start(namespace, "127.0.0.1")) {
            assertThat(etcd.ctl("put", "/a", "1")).isEqualTo("OK\n");
            assertThat(etcd.metrics()).contains("etcd_server_has_leader 1");
            assertThatThrownBy(() -> Shell.run(
                            "etcdctl", "--endpoints=" + etcd.endpoint(), "--command-timeout=300ms", "get", "/a"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClusterIsOneStore() throws Exception {
        List<Etcd> members = Etcd.startCluster(3);
        try {
            members.getFirst().ctl("put", "/a", "1");
            assertThat(members.getLast().ctl("get", "/a", "--print-value-only")).isEqualTo("1\n");
            members.getFirst().kill();
            assertThat(members.getLast().ctl("get", "/a", "--print-value-only")).isEqualTo("1\n");
        } finally {
            for (Etcd member : members) {
                member.close();
            }
        }
    }

    @Test
    void aWrongFlagFailsAtOnceWithWhatEtcdSays() {
        assertThatThrownBy(() -> Etcd.start("--no-such-flag=1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-flag");
    }
}
