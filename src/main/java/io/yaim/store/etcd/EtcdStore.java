package io.yaim.store.etcd;

import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.op.Op;
import io.grpc.Status;
import io.yaim.model.LeaseId;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.store.Commit;
import io.yaim.store.LeaseEndedException;
import io.yaim.store.NumericLeaseId;
import io.yaim.store.Store;
import io.yaim.store.StoreListener;
import io.yaim.store.StoreWentBackException;
import io.yaim.store.Transaction;
import io.yaim.store.TransactionBuilder;
import io.yaim.store.spi.StoreCallbacks;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The store on etcd v3 (3.4 and later).
///
/// Requests go to one endpoint at a time. If it fails, the next one is tried. A lease outlives the connection by
/// which it was obtained. The view costs no request while its watch works.
public final class EtcdStore implements Store {

    /// The number of transactions in one: etcd accepts 128 operations, and counts nested ones as what is left of the
    /// outer transaction.
    static final int MOST_NESTED_TRANSACTIONS = 100;

    private final EtcdSettings settings;
    private final Supplier<Duration> clock;
    private final EtcdConnection etcdConnection;
    private final RollbackDetector rollbackDetector = new RollbackDetector();
    private final SnapshotReader snapshotReader;
    private final WatchedSnapshot watchedSnapshot;

    /// A store that has sent no request yet.
    ///
    /// @param clock time since boot
    /// @param bell rings whenever the view may have changed, on any thread
    /// @throws IOException a certificate file cannot be read
    public EtcdStore(EtcdSettings settings, Supplier<Duration> clock, Runnable bell, StoreListener listener)
            throws IOException {
        this(settings, clock, new StoreCallbacks(bell, listener, _ -> {}));
    }

    /// The same, which also tells what an operator should know.
    EtcdStore(EtcdSettings settings, Supplier<Duration> clock, StoreCallbacks callbacks) throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.etcdConnection = new EtcdConnection(settings, clock, callbacks.listener(), callbacks.warnings());
        this.snapshotReader = new SnapshotReader(settings.keys(), etcdConnection, rollbackDetector, clock);
        this.watchedSnapshot =
                new WatchedSnapshot(settings.keys(), etcdConnection, snapshotReader, clock, callbacks.bell());
    }

    /// A node that cannot log in obtains no lease, although etcd 3.4 would grant one.
    ///
    /// etcd counts in whole seconds: `ttl` is rounded down, and the granted ttl may be longer.
    @Override
    public Granted obtainLease(Duration ttl) throws IOException {
        return detectingRollback(() -> {
            Deadline deadline = deadline();
            etcdConnection.awaitLogin(deadline);
            var answer = etcdConnection.call(
                    "join",
                    deadline,
                    EtcdConnection.Retry.YES,
                    client -> client.getLeaseClient().grant(Math.max(1, ttl.toSeconds())));
            rollbackDetector.checkClusterAnswer(answer.getHeader());
            watchedSnapshot.invalidate();
            return new Granted(NumericLeaseId.of(answer.getID()), Duration.ofSeconds(answer.getTTL()));
        });
    }

    @Override
    public Duration renew(LeaseId lease) throws IOException {
        NumericLeaseId.requireNumeric(lease);
        return detectingRollback(() -> {
            Deadline deadline = deadline();
            LeaseKeepAliveResponse answer = keepAlive(lease, deadline);
            if (rollbackDetector.isMemberBehind(answer.getHeader())) {
                snapshotReader.checkRevision(deadline);
            }
            watchedSnapshot.noteMemberRevision(answer.getHeader().getRevision());
            return Duration.ofSeconds(answer.getTTL());
        });
    }

    @Override
    public View view() throws IOException {
        return detectingRollback(() -> watchedSnapshot.view(deadline()));
    }

    @Override
    public Outcome commit(LeaseId lease, List<StoreChange> changes) throws IOException {
        NumericLeaseId.requireNumeric(lease);
        return detectingRollback(() -> {
            Deadline deadline = deadline();
            if (watchedSnapshot.isBehind()) {
                watchedSnapshot.view(deadline);
            }
            var transactionBuilder = new TransactionBuilder(settings.keys(), lease, watchedSnapshot::get);
            return new Commit(transactionBuilder, MOST_NESTED_TRANSACTIONS, batch -> send(lease, batch, deadline))
                    .run(changes);
        });
    }

    @Override
    public void revokeLease(LeaseId lease) throws IOException {
        if (!NumericLeaseId.isNumeric(lease)) {
            return;
        }
        try {
            etcdConnection.call(
                    "leave",
                    deadline(),
                    EtcdConnection.Retry.YES,
                    client -> client.getLeaseClient().revoke(NumericLeaseId.number(lease)));
        } catch (CallFailedException e) {
            if (e.code() != Status.Code.NOT_FOUND) {
                throw e;
            }
        }
    }

    /// Returns a warning about the version of this etcd. It sends a request.
    public Optional<String> warning() throws IOException {
        URI endpoint = etcdConnection.endpoint();
        var status = etcdConnection.call(
                "status",
                deadline(),
                EtcdConnection.Retry.NO,
                // a copy, since jetcd leaves the channel of this call open when its own future is cancelled
                client -> client.getMaintenanceClient()
                        .statusMember("ip:///" + endpoint.getAuthority())
                        .copy());
        return EtcdVersion.warning(status.getVersion());
    }

    @Override
    public void close() {
        watchedSnapshot.close();
        etcdConnection.close();
    }

    /// It is not repeated if the connection breaks: the second attempt would see the first one as a conflict.
    private Commit.BatchResult send(LeaseId lease, List<Transaction> batch, Deadline deadline) throws IOException {
        Op[] nested = batch.stream().map(EtcdTransactions::nested).toArray(Op[]::new);
        TxnResponse answer;
        try {
            answer = etcdConnection.call(
                    "commit",
                    deadline,
                    EtcdConnection.Retry.NO,
                    client -> client.getKVClient().txn().Then(nested).commit());
        } catch (CallFailedException e) {
            if (e.code() == Status.Code.NOT_FOUND) {
                throw ended(lease, e);
            }
            throw e;
        }
        rollbackDetector.checkClusterAnswer(answer.getHeader());
        watchedSnapshot.requiredRevision(answer.getHeader().getRevision());
        List<Boolean> effects =
                answer.getTxnResponses().stream().map(TxnResponse::isSucceeded).toList();
        return new Commit.BatchResult(answer.getHeader().getRevision(), effects);
    }

    private static LeaseEndedException ended(LeaseId lease, CallFailedException cause) {
        var ended = new LeaseEndedException(lease);
        ended.initCause(cause);
        return ended;
    }

    private LeaseKeepAliveResponse keepAlive(LeaseId lease, Deadline deadline) throws IOException {
        try {
            return etcdConnection.call(
                    "renew",
                    deadline,
                    EtcdConnection.Retry.YES,
                    client -> client.getLeaseClient().keepAliveOnce(NumericLeaseId.number(lease)));
        } catch (CallFailedException e) {
            if (e.code() == Status.Code.NOT_FOUND) {
                throw ended(lease, e);
            }
            throw e;
        }
    }

    private Deadline deadline() {
        return Deadline.in(settings.timeout(), clock);
    }

    /// After etcd has lost changes, nothing that was learnt before counts. This is reported once.
    private <T> T detectingRollback(Call<T> call) throws IOException {
        rollbackDetector.recordRevision(watchedSnapshot.snapshotRevision());
        try {
            return call.run();
        } catch (StoreWentBackException e) {
            rollbackDetector.reset();
            watchedSnapshot.reset();
            throw e;
        }
    }

    private interface Call<T> {
        T run() throws IOException;
    }
}
