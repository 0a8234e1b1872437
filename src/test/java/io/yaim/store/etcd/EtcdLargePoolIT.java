package io.yaim.store.etcd;

import static io.yaim.store.etcd.EtcdTestSupport.KEYS;
import static io.yaim.store.etcd.EtcdTestSupport.bytes;
import static io.yaim.store.etcd.EtcdTestSupport.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import io.yaim.lab.Etcd;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A pool that takes several pages, and longer than one call may.
final class EtcdLargePoolIT {

    private static final int SIZE = 12_000;

    private static void fill(Etcd etcd) throws Exception {
        try (Client client = Client.builder().endpoints(etcd.endpoint()).build()) {
            for (int first = 0; first < SIZE; first += 120) {
                Op[] puts = IntStream.range(first, first + 120)
                        .mapToObj(i -> VirtualIp.of(new byte[] {10, 1, (byte) (i >> 8), (byte) i}))
                        .map(ip -> Op.put(bytes(KEYS.entry(ip)), ByteSequence.EMPTY, PutOption.DEFAULT))
                        .toArray(Op[]::new);
                client.getKVClient().txn().Then(puts).commit().get(40, TimeUnit.SECONDS);
            }
        }
    }

    /// The clock moves on by a second whenever it is looked at.
    @Test
    void whatOneCallLeavesUnreadTheNextOneReads() throws Exception {
        var seconds = new AtomicLong();
        try (Etcd etcd = Etcd.start("--unsafe-no-fsync")) {
            fill(etcd);
            var settings = EtcdTestSupport.settings(Duration.ofSeconds(10), etcd.endpoint());
            try (var store = new EtcdStore(
                    settings,
                    () -> Duration.ofSeconds(seconds.incrementAndGet()),
                    () -> {},
                    (what, took, error) -> {})) {
                long before = EtcdTestSupport.count(etcd, "grpc_server_started_total", "Range");
                assertThatThrownBy(store::view).isInstanceOf(IOException.class).hasMessageContaining("0 keys so far");
                assertThat(eventually(Duration.ofSeconds(10), store::view).pool())
                        .hasSize(SIZE);
                assertThat(EtcdTestSupport.count(etcd, "grpc_server_started_total", "Range") - before)
                        .isEqualTo(3);
            }
        }
    }
}
