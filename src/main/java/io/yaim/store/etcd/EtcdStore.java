package io.yaim.store.etcd;

import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.op.Op;
import io.grpc.Status;
import io.yaim.model.Change;
import io.yaim.model.LeaseId;
import io.yaim.model.View;
import io.yaim.store.Commit;
import io.yaim.store.LeaseEndedException;
import io.yaim.store.Steps;
import io.yaim.store.Store;
import io.yaim.store.StoreListener;
import io.yaim.store.StoreWentBackException;
import io.yaim.store.Transaction;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The store on etcd v3 (3.4 and later).
///
/// Requests go to one endpoint at a time; the next is tried when it fails. A lease outlives the connection
/// that it was obtained through. The view costs no request as long as the watch behind it works.
public final class EtcdStore implements Store {

    /// In one transaction: etcd takes 128 operations, and counts nested ones from what the outer transaction
    /// leaves of them.
    static final int MOST = 100;

    private final EtcdSettings settings;
    private final Supplier<Duration> clock;
    private final Connection connection;
    private final Baseline baseline = new Baseline();
    private final Reader reader;
    private final Mirror mirror;

    /// Asks nothing yet.
    ///
    /// @param clock time since boot
    /// @param bell run whenever the view may have changed, on any thread
    /// @throws IOException a certificate file cannot be read
    public EtcdStore(EtcdSettings settings, Supplier<Duration> clock, Runnable bell, StoreListener listener)
            throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.connection = new Connection(settings, clock, listener);
        this.reader = new Reader(settings.keys(), connection, baseline, clock);
        this.mirror = new Mirror(settings.keys(), connection, reader, clock, bell);
    }

    /// etcd counts in whole seconds: `ttl` is rounded down, and what it grants may be longer.
    @Override
    public Granted join(Duration ttl) throws IOException {
        return knowingThePast(() -> {
            var answer = connection.ask(
                    "join",
                    deadline(),
                    Connection.Repeat.YES,
                    client -> client.getLeaseClient().grant(Math.max(1, ttl.toSeconds())));
            baseline.check(answer.getHeader());
            mirror.doubt();
            return new Granted(new LeaseId(answer.getID()), Duration.ofSeconds(answer.getTTL()));
        });
    }

    @Override
    public Duration renew(LeaseId lease) throws IOException {
        return knowingThePast(() -> {
            Deadline deadline = deadline();
            LeaseKeepAliveResponse answer = keepAlive(lease, deadline);
            if (baseline.isBehind(answer.getHeader())) {
                reader.checkRevision(deadline);
            }
            mirror.heard(answer.getHeader().getRevision());
            return Duration.ofSeconds(answer.getTTL());
        });
    }

    @Override
    public View view() throws IOException {
        return knowingThePast(() -> mirror.view(deadline()));
    }

    @Override
    public Outcome commit(LeaseId lease, List<Change> changes) throws IOException {
        return knowingThePast(() -> {
            Deadline deadline = deadline();
            if (mirror.isBehind()) {
                mirror.view(deadline);
            }
            var steps = new Steps(settings.keys(), lease, mirror::at);
            return new Commit(steps, MOST, batch -> send(lease, batch, deadline)).run(changes);
        });
    }

    @Override
    public void leave(LeaseId lease) throws IOException {
        try {
            connection.ask(
                    "leave",
                    deadline(),
                    Connection.Repeat.YES,
                    client -> client.getLeaseClient().revoke(lease.value()));
        } catch (CallFailedException e) {
            if (e.code() != Status.Code.NOT_FOUND) {
                throw e;
            }
        }
    }

    /// What people should know about this etcd. Asks it.
    public Optional<String> warning() throws IOException {
        URI endpoint = connection.endpoint();
        var status = connection.ask(
                "status",
                deadline(),
                Connection.Repeat.NO,
                // a copy, since jetcd leaves the channel of this call open when its own future is cancelled
                client -> client.getMaintenanceClient()
                        .statusMember("ip:///" + endpoint.getAuthority())
                        .copy());
        return EtcdVersion.warning(status.getVersion());
    }

    @Override
    public void close() {
        mirror.close();
        connection.close();
    }

    /// Not repeated when the connection breaks: a second run would take its own first one for a conflict.
    private Commit.Answer send(LeaseId lease, List<Transaction> batch, Deadline deadline) throws IOException {
        Op[] nested = batch.stream().map(Wording::nested).toArray(Op[]::new);
        TxnResponse answer;
        try {
            answer = connection.ask(
                    "commit",
                    deadline,
                    Connection.Repeat.NO,
                    client -> client.getKVClient().txn().Then(nested).commit());
        } catch (CallFailedException e) {
            if (e.code() == Status.Code.NOT_FOUND) {
                throw ended(lease, e);
            }
            throw e;
        }
        baseline.check(answer.getHeader());
        mirror.told(answer.getHeader().getRevision());
        List<Boolean> effects =
                answer.getTxnResponses().stream().map(TxnResponse::isSucceeded).toList();
        return new Commit.Answer(answer.getHeader().getRevision(), effects);
    }

    private static LeaseEndedException ended(LeaseId lease, CallFailedException cause) {
        var ended = new LeaseEndedException(lease);
        ended.initCause(cause);
        return ended;
    }

    private LeaseKeepAliveResponse keepAlive(LeaseId lease, Deadline deadline) throws IOException {
        try {
            return connection.ask(
                    "renew",
                    deadline,
                    Connection.Repeat.YES,
                    client -> client.getLeaseClient().keepAliveOnce(lease.value()));
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

    /// After a step back nothing that was learnt before counts, and it is told once.
    private <T> T knowingThePast(Call<T> call) throws IOException {
        baseline.saw(mirror.imageRevision());
        try {
            return call.run();
        } catch (StoreWentBackException e) {
            baseline.forget();
            mirror.forget();
            throw e;
        }
    }

    private interface Call<T> {
        T run() throws IOException;
    }
}
