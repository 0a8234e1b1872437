package io.yaim.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.yaim.lab.Etcd;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.etcd.EtcdSettings;
import io.yaim.store.etcd.EtcdStore;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/// The contract against a real etcd; every test has a cluster name of its own.
final class EtcdStoreIT extends StoreContract {

    private static Etcd etcd;
    private static Client client;
    private static int tests;

    private final KeySpace keys = KeySpace.of("/service/", "test" + tests++);
    private final List<Store> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        etcd = Etcd.start("--unsafe-no-fsync");
        client = Client.builder().endpoints(etcd.endpoint()).build();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        etcd.close();
    }

    @AfterEach
    void closeAll() {
        opened.forEach(Store::close);
    }

    private static ByteSequence bytes(String key) {
        return ByteSequence.from(key, StandardCharsets.US_ASCII);
    }

    @Override
    protected Store open(Runnable bell) throws Exception {
        var settings = EtcdSettings.plain(List.of(URI.create(etcd.endpoint())), keys, Duration.ofSeconds(15));
        var store = new EtcdStore(settings, () -> Duration.ofNanos(System.nanoTime()), bell, (what, took, error) -> {});
        opened.add(store);
        return store;
    }

    @Override
    protected Duration granted(Duration asked) {
        return Duration.ofSeconds(asked.toSeconds());
    }

    @Override
    protected void put(VirtualIp ip) throws Exception {
        client.getKVClient().put(bytes(keys.entry(ip)), ByteSequence.EMPTY).get(20, TimeUnit.SECONDS);
    }

    @Override
    protected void delete(VirtualIp ip) throws Exception {
        client.getKVClient().delete(bytes(keys.entry(ip))).get(20, TimeUnit.SECONDS);
    }

    @Override
    protected void passTime(Duration time) throws Exception {
        Thread.sleep(time);
    }

    @Override
    protected View await(Store store, Predicate<View> expected) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        View view = store.view();
        while (!expected.test(view) && System.nanoTime() < end) {
            Thread.sleep(5);
            view = store.view();
        }
        assertThat(view).matches(expected);
        return view;
    }
}
