package io.yaim.store.multicast;

import io.yaim.model.Order;
import io.yaim.model.View;
import io.yaim.store.Desk;
import io.yaim.store.KeySpace;
import io.yaim.store.Orders;
import java.io.IOException;
import java.time.Duration;

/// The desk of a node without a server: hands orders to the coordinator.
public final class MulticastDesk implements Desk {

    /// A person waits longer than the loop.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final MulticastStore store;
    private final KeySpace keys;

    /// @param store is not closed with the desk
    public MulticastDesk(MulticastStore store, KeySpace keys) {
        this.store = store;
        this.keys = keys;
    }

    @Override
    public View view() throws IOException {
        return store.view();
    }

    @Override
    public boolean hand(Order order) throws IOException {
        return store.hand(Orders.transactions(keys, order), store.now().plus(PATIENCE))
                .contains(true);
    }

    @Override
    public void close() {}
}
