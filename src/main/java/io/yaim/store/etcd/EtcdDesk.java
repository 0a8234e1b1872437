package io.yaim.store.etcd;

import io.yaim.model.Order;
import io.yaim.model.View;
import io.yaim.store.Desk;
import io.yaim.store.KeySpace;
import io.yaim.store.Orders;
import io.yaim.store.StoreListener;
import io.yaim.store.Transaction;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// The desk at etcd: one transaction an order. It connects at the first call, since few nodes are ever
/// asked.
public final class EtcdDesk implements Desk {

    /// Longer than what the loop allows itself: a person waits, and nothing else does.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EtcdSettings settings;
    private final Supplier<Duration> clock;
    private final KeySpace keys;
    private Optional<Connection> opened = Optional.empty();

    /// @param clock time since boot
    public EtcdDesk(EtcdSettings settings, Supplier<Duration> clock) {
        this.settings = settings;
        this.clock = clock;
        this.keys = settings.keys();
    }

    @Override
    public synchronized View view() throws IOException {
        var reader = new Reader(keys, connection(), new Baseline(), clock);
        return reader.read(deadline()).view();
    }

    @Override
    public synchronized boolean hand(Order order) throws IOException {
        boolean isDone = false;
        for (Transaction transaction : Orders.transactions(keys, order)) {
            isDone |= commit(transaction);
        }
        return isDone;
    }

    @Override
    public synchronized void close() {
        opened.ifPresent(Connection::close);
    }

    /// Not repeated when the connection breaks: a second run would take its own first one for a conflict.
    private boolean commit(Transaction transaction) throws IOException {
        try {
            return connection()
                    .ask("order", deadline(), Connection.Repeat.NO, client -> Wording.commit(client, transaction))
                    .isSucceeded();
        } catch (CallFailedException e) {
            throw e.isTrouble() ? new IOException(e.getMessage() + "; it may take effect all the same", e) : e;
        }
    }

    private Connection connection() throws IOException {
        if (opened.isEmpty()) {
            opened = Optional.of(new Connection(settings, clock, StoreListener.NONE));
        }
        return opened.get();
    }

    private Deadline deadline() {
        return Deadline.in(PATIENCE, clock);
    }
}
