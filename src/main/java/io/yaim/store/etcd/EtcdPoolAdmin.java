package io.yaim.store.etcd;

import io.yaim.model.AdminRequest;
import io.yaim.model.View;
import io.yaim.store.AdminRequestTransactions;
import io.yaim.store.KeySpace;
import io.yaim.store.PoolAdmin;
import io.yaim.store.StoreListener;
import io.yaim.store.Transaction;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Submits operator requests to etcd, one transaction for each. It connects at the first call, since few nodes ever
/// get a request.
public final class EtcdPoolAdmin implements PoolAdmin {

    /// Longer than what the loop allows itself: a person waits, and nothing else does.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EtcdSettings settings;
    private final Supplier<Duration> clock;
    private final KeySpace keys;
    private Optional<EtcdConnection> opened = Optional.empty();

    /// @param clock time since boot
    public EtcdPoolAdmin(EtcdSettings settings, Supplier<Duration> clock) {
        this.settings = settings;
        this.clock = clock;
        this.keys = settings.keys();
    }

    @Override
    public synchronized View view() throws IOException {
        var snapshotReader = new SnapshotReader(keys, etcdConnection(), new RollbackDetector(), clock);
        return snapshotReader.read(deadline()).view();
    }

    @Override
    public synchronized boolean apply(AdminRequest adminRequest) throws IOException {
        boolean isDone = false;
        for (Transaction transaction : AdminRequestTransactions.transactions(keys, adminRequest)) {
            isDone |= commit(transaction);
        }
        return isDone;
    }

    @Override
    public synchronized void close() {
        opened.ifPresent(EtcdConnection::close);
    }

    /// Not repeated when the connection breaks: a second run would take its own first one for a conflict.
    private boolean commit(Transaction transaction) throws IOException {
        try {
            return etcdConnection()
                    .call(
                            "order",
                            deadline(),
                            EtcdConnection.Retry.NO,
                            client -> EtcdTransactions.commit(client, transaction))
                    .isSucceeded();
        } catch (CallFailedException e) {
            throw e.isRetryable() ? new IOException(e.getMessage() + "; it may take effect all the same", e) : e;
        }
    }

    private EtcdConnection etcdConnection() throws IOException {
        if (opened.isEmpty()) {
            opened = Optional.of(new EtcdConnection(settings, clock, StoreListener.NONE, _ -> {}));
        }
        return opened.get();
    }

    private Deadline deadline() {
        return Deadline.in(PATIENCE, clock);
    }
}
