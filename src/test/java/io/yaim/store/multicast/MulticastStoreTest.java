package io.yaim.store.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Order;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.store.Store;
import io.yaim.store.StoreContract;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

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
