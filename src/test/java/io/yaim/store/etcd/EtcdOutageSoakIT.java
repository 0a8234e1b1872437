package io.yaim.store.etcd;

import static io.yaim.store.etcd.EtcdTestSupport.SLACK;
import static io.yaim.store.etcd.EtcdTestSupport.TIMEOUT;
import static io.yaim.store.etcd.EtcdTestSupport.await;
import static io.yaim.store.etcd.EtcdTestSupport.eventually;
import static io.yaim.store.etcd.EtcdTestSupport.failing;
import static io.yaim.store.etcd.EtcdTestSupport.freeze;
import static io.yaim.store.etcd.EtcdTestSupport.joinAsNode;
import static io.yaim.store.etcd.EtcdTestSupport.open;
import static io.yaim.store.etcd.EtcdTestSupport.putEntry;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.lab.Etcd;
import io.yaim.model.Node;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What takes minutes; runs with `deploy/soak` alone.
@Tag("soak")
final class EtcdOutageSoakIT {

    private static final Duration OUTAGE = Duration.ofSeconds(75);
    private static final Duration TTL = Duration.ofMinutes(5);

    /// gRPC alone needs another 33 s after 75 s of outage.
    @ParameterizedTest
    @ValueSource(strings = {"frozen", "killed"})
    void aLongOutageIsOverWhenItIsOver(String how) throws Exception {
        try (Etcd etcd = Etcd.start("--unsafe-no-fsync");
                EtcdStore store = open(TIMEOUT, etcd.endpoint())) {
            Node self = joinAsNode(store, "a", TTL);
            if (how.equals("killed")) {
                etcd.kill();
            } else {
                freeze(etcd);
            }
            long end = System.nanoTime() + OUTAGE.toNanos();
            while (System.nanoTime() < end) {
                assertThat(failing(() -> store.renew(self.lease()))).isLessThan(TIMEOUT.plus(SLACK));
                Thread.sleep(1000);
            }
            if (how.equals("killed")) {
                etcd.restart();
            } else {
                etcd.thaw();
            }
            long back = System.nanoTime();
            eventually(Duration.ofSeconds(60), () -> store.renew(self.lease()));
            assertThat(Duration.ofNanos(System.nanoTime() - back))
                    .isLessThan(EtcdConnection.RECONNECT_INTERVAL.plusSeconds(8));
            putEntry(etcd);
            assertThat(await(store, view -> !view.pool().isEmpty()).nodes()).containsKey(self.name());
        }
    }

    /// etcd ends connections that ping too often, or without an open stream.
    @Test
    void anIdleConnectionIsNotEnded() throws Exception {
        try (Etcd etcd = Etcd.start("--unsafe-no-fsync");
                EtcdStore store = open(TIMEOUT, etcd.endpoint())) {
            joinAsNode(store, "a", TTL);
            long streams = EtcdTestSupport.count(etcd, "grpc_server_started_total", "Watch");
            Thread.sleep(Duration.ofSeconds(50));
            store.view();
            assertThat(EtcdTestSupport.count(etcd, "grpc_server_started_total", "Watch"))
                    .isEqualTo(streams);
            putEntry(etcd);
            await(store, view -> !view.pool().isEmpty());
        }
    }
}
