package io.yaim.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.Entry;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.MemoryStore.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest extends StoreContract {

    private static final VirtualIp IP = VirtualIp.parse("10.0.0.5");

    private Duration now = Duration.ofHours(1);
    private final MemoryCluster cluster = new MemoryCluster(() -> now);

    @Override
    protected Store open(Runnable bell) {
        return new MemoryStore(cluster, bell);
    }

    @Override
    protected Duration granted(Duration asked) {
        return Duration.ofSeconds(asked.toSeconds());
    }

    @Override
    protected void put(VirtualIp ip) {
        cluster.put(Entry.plain(ip, "/service/yaim/ips/" + ip));
    }

    @Override
    protected void delete(VirtualIp ip) {
        cluster.delete(ip);
    }

    @Override
    protected void passTime(Duration time) {
        now = now.plus(time);
    }

    @Override
    protected View await(Store store, Predicate<View> expected) throws IOException {
        View view = store.view();
        assertThat(view).matches(expected);
        return view;
    }

    @Test
    void anEffectWhoseAnswerIsLostIsThere() throws Exception {
        var store = new MemoryStore(cluster, () -> {});
        store.inject(Fault.LOST_AFTER, Fault.LOST_BEFORE);
        assertThatThrownBy(() -> store.obtainLease(Duration.ofSeconds(5))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.obtainLease(Duration.ofSeconds(5))).isInstanceOf(IOException.class);
        assertThat(store.obtainLease(Duration.ofSeconds(5)).id().value()).isEqualTo("memory:2");
    }

    @Test
    void aLateEffectComesWhenToldTo() throws Exception {
        var store = new MemoryStore(cluster, () -> {});
        var lease = store.obtainLease(Duration.ofSeconds(5)).id();
        store.inject(Fault.LATE);
        assertThatThrownBy(() -> store.revokeLease(lease)).isInstanceOf(IOException.class);
        assertThat(cluster.left(lease)).isPresent();
        store.deliverLate();
        assertThat(cluster.left(lease)).isEmpty();
    }

    @Test
    void aRestoredStoreIsNoticedOnceByEach() throws Exception {
        var store = new MemoryStore(cluster, () -> {});
        var before = cluster.snapshot();
        put(IP);
        cluster.restore(before);
        assertThatThrownBy(store::view).isInstanceOf(StoreWentBackException.class);
        assertThat(store.view().pool()).isEmpty();
        assertThatThrownBy(() -> ((MemoryStore) open(() -> {})).renew(new io.yaim.model.LeaseId("9")))
                .isInstanceOf(LeaseEndedException.class);
    }

    @Test
    void aFrozenWatchShowsWhatWas() throws Exception {
        var store = new MemoryStore(cluster, () -> {});
        store.freezeWatch();
        put(IP);
        assertThat(store.view().pool()).isEmpty();
        store.resumeWatch();
        assertThat(store.view().pool()).hasSize(1);
    }

    @Test
    void aNodeThatIsCutOffHearsNothing() throws Exception {
        var rings = new int[1];
        var store = new MemoryStore(cluster, () -> rings[0]++);
        store.setReachable(false);
        put(IP);
        assertThat(rings[0]).isZero();
        assertThatThrownBy(store::view).isInstanceOf(IOException.class);
        store.setReachable(true);
        assertThat(rings[0]).isEqualTo(1);
        assertThat(store.view().pool()).hasSize(1);
    }
}
