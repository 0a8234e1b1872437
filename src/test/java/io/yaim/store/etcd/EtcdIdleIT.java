package io.yaim.store.etcd;

import static io.yaim.store.etcd.EtcdTestSupport.CLOCK;
import static io.yaim.store.etcd.EtcdTestSupport.KEYS;
import static io.yaim.store.etcd.EtcdTestSupport.await;
import static io.yaim.store.etcd.EtcdTestSupport.bytes;
import static io.yaim.store.etcd.EtcdTestSupport.joinAsNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.yaim.lab.Etcd;
import io.yaim.model.Node;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a node asks of etcd while nothing happens, as etcd counts it.
final class EtcdIdleIT {

    private static final Pattern STARTED =
            Pattern.compile("grpc_server_started_total\\{grpc_method=\"(\\w+)\".*\\} (\\S+)");
    private static final Duration TTL = Duration.ofSeconds(60);

    private final AtomicReference<Duration> skipped = new AtomicReference<>(Duration.ZERO);

    private EtcdStore open(Etcd etcd) throws IOException {
        return new EtcdStore(
                EtcdTestSupport.settings(Duration.ofSeconds(5), etcd.endpoint()),
                () -> CLOCK.get().plus(skipped.get()),
                () -> {},
                (operation, took, error) -> {});
    }

    private static Map<String, Integer> requests(Etcd etcd) throws IOException {
        var requests = new TreeMap<String, Integer>();
        Matcher matcher = STARTED.matcher(etcd.metrics());
        while (matcher.find()) {
            requests.merge(matcher.group(1), (int) Double.parseDouble(matcher.group(2)), Integer::sum);
        }
        return requests;
    }

    private static Map<String, Integer> since(Map<String, Integer> before, Map<String, Integer> after) {
        var difference = new TreeMap<String, Integer>();
        after.forEach((method, count) -> difference.put(method, count - before.getOrDefault(method, 0)));
        difference.values().removeIf(count -> count == 0);
        return difference;
    }

    private static void rounds(EtcdStore store, Node self) throws Exception {
        for (int i = 0; i < 10; i++) {
            store.renew(self.lease());
            store.view();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 1000})
    void aRoundIsOneKeepAliveAndAMinuteIsOneReadWhateverThePoolIs(int size) throws Exception {
        try (Etcd etcd = Etcd.start("--unsafe-no-fsync");
                EtcdStore store = open(etcd);
                Client client = Client.builder().endpoints(etcd.endpoint()).build()) {
            for (int i = 0; i < size; i++) {
                VirtualIp ip = VirtualIp.of(new byte[] {10, 1, (byte) (i >> 8), (byte) i});
                client.getKVClient()
                        .put(bytes(KEYS.entry(ip)), ByteSequence.EMPTY)
                        .get(20, TimeUnit.SECONDS);
            }
            Node self = joinAsNode(store, "a", TTL);
            View view = await(store, seen -> seen.pool().size() == size);
            var claims = view.pool().values().stream()
                    .map(entry -> (StoreChange) new StoreChange.Claim(entry, self))
                    .toList();
            assertThat(store.commit(self.lease(), claims).refused()).isEmpty();
            await(store, seen -> seen.marks().size() == size);

            Map<String, Integer> before = requests(etcd);
            rounds(store, self);
            assertThat(since(before, requests(etcd))).isEqualTo(Map.of("LeaseKeepAlive", 10));
            skipped.set(Duration.ofMinutes(1));
            rounds(store, self);
            assertThat(since(before, requests(etcd))).isEqualTo(Map.of("LeaseKeepAlive", 20, "Range", 1));
        }
    }

    @Test
    void whatOthersWriteElsewhereCostsNoRead() throws Exception {
        try (Etcd etcd = Etcd.start("--unsafe-no-fsync");
                EtcdStore store = open(etcd);
                Client client = Client.builder().endpoints(etcd.endpoint()).build()) {
            Node self = joinAsNode(store, "a", TTL);
            Map<String, Integer> before = requests(etcd);
            for (int i = 0; i < 60; i++) {
                client.getKVClient().put(bytes("/other/" + i), bytes("x")).get(120, TimeUnit.SECONDS);
                store.renew(self.lease());
                store.view();
                Thread.sleep(50);
            }
            assertThat(since(before, requests(etcd))).isEqualTo(Map.of("LeaseKeepAlive", 60, "Put", 60));
        }
    }
}
