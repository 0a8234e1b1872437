package io.yaim.store.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Order;
import io.yaim.model.Standing;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.Store;
import io.yaim.store.StoreContract;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MulticastStoreTest extends StoreContract {

    private final Hall hall = new Hall();
    private Optional<MulticastDesk> desk = Optional.empty();
    private boolean isFirst = true;

    @Override
    protected Store open(Runnable bell) {
        Peer peer = new Peer(hall, Edition.NONE, bell);
        if (isFirst) {
            isFirst = false;
            hall.pass(Peer.STALE.plusSeconds(1)); // it does not know what others may hold
        }
        return peer.store;
    }

    @Override
    protected Duration granted(Duration asked) {
        return Peer.STALE;
    }

    @Override
    protected void put(VirtualIp ip) throws IOException {
        assertThat(desk().hand(new Order.Add(ip, ""))).isTrue();
    }

    @Override
    protected void delete(VirtualIp ip) throws IOException {
        assertThat(desk().hand(new Order.Remove(ip))).isTrue();
    }

    @Test
    void theNextOneCoordinatesWhenTheFirstHasGone() {
        List<Peer> peers = Stream.generate(() -> new Peer(hall, Edition.NONE, () -> {}))
                .limit(3)
                .toList();
        hall.settle();
        assertThat(peers)
                .extracting(peer -> peer.store.standing().orElseThrow())
                .containsExactly(new Standing(true, 3), new Standing(false, 3), new Standing(false, 3));
        peers.getFirst().store.close();
        hall.settle();
        assertThat(peers.subList(1, 3))
                .extracting(peer -> peer.store.standing().orElseThrow())
                .containsExactly(new Standing(true, 2), new Standing(false, 2));
    }

    private MulticastDesk desk() {
        MulticastDesk present = desk.orElseGet(() -> new MulticastDesk((MulticastStore) open(() -> {}), Peer.KEYS));
        desk = Optional.of(present);
        return present;
    }

    @Override
    protected void pass(Duration time) {
        hall.pass(time);
    }

    @Override
    protected View await(Store store, Predicate<View> expected) throws IOException {
        hall.pass(Duration.ofMillis(10));
        View view = store.view();
        assertThat(view).matches(expected);
        return view;
    }
}
