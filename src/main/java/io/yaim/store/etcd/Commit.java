package io.yaim.store.etcd;

import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Op;
import io.grpc.Status;
import io.yaim.model.Change;
import io.yaim.model.LeaseId;
import io.yaim.store.LeaseEndedException;
import io.yaim.store.Step;
import io.yaim.store.Steps;
import io.yaim.store.Store.Outcome;
import io.yaim.store.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One commit: its changes in transactions of up to [#MOST] nested ones, so that a conflict of one leaves the rest
/// alone.
final class Commit {

    /// etcd takes 128 operations, and counts nested ones from what the outer transaction leaves of them.
    static final int MOST = 100;

    private final LeaseId lease;
    private final Steps steps;
    private final Connection connection;
    private final Baseline baseline;
    private final Mirror mirror;
    private final Deadline deadline;

    private final List<Change> applied = new ArrayList<>();
    private final List<Change> refused = new ArrayList<>();
    private final List<Step> batch = new ArrayList<>();
    private final Set<String> written = new HashSet<>();

    Commit(LeaseId lease, Steps steps, Connection connection, Baseline baseline, Mirror mirror, Deadline deadline) {
        this.lease = lease;
        this.steps = steps;
        this.connection = connection;
        this.baseline = baseline;
        this.mirror = mirror;
        this.deadline = deadline;
    }

    Outcome run(List<Change> changes) throws IOException {
        for (Change change : changes) {
            Optional<Step> step = steps.step(change);
            if (!batch.isEmpty() && (batch.size() == MOST || hasToWait(change, step))) {
                send();
                step = steps.step(change);
            }
            if (step.isEmpty()) {
                refused.add(change);
            } else {
                batch.add(step.get());
                step.get().transaction().writes().stream().map(Write::key).forEach(written::add);
            }
        }
        if (!batch.isEmpty()) {
            send();
        }
        return new Outcome(applied, refused);
    }

    /// etcd makes all comparisons of a transaction before its first write, and refuses one that writes a key
    /// twice. A node key waits for the member key that the same commit writes, even if it could not be
    /// worded without.
    private boolean hasToWait(Change change, Optional<Step> step) {
        return step.map(present -> present.touches(written))
                .orElseGet(() -> change instanceof Change.PutNode || change instanceof Change.PutMember);
    }

    /// Not repeated when the connection breaks: a second run would take its own first one for a conflict.
    private void send() throws IOException {
        Op[] nested = batch.stream().map(step -> Wording.nested(step.transaction())).toArray(Op[]::new);
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
        sort(answer);
        batch.clear();
        written.clear();
    }

    static LeaseEndedException ended(LeaseId lease, CallFailedException cause) {
        var ended = new LeaseEndedException(lease);
        ended.initCause(cause);
        return ended;
    }

    private void sort(TxnResponse answer) throws IOException {
        List<TxnResponse> nested = answer.getTxnResponses();
        if (nested.size() != batch.size()) {
            throw new IOException(
                    "etcd commit: " + nested.size() + " answers to " + batch.size() + " nested transactions");
        }
        for (int i = 0; i < batch.size(); i++) {
            Change change = batch.get(i).change();
            if (nested.get(i).isSucceeded()) {
                applied.add(change);
                steps.applied(change, answer.getHeader().getRevision());
            } else {
                refused.add(change);
            }
        }
    }
}
