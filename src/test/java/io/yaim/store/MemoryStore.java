package io.yaim.store;

import io.yaim.model.LeaseId;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One node's store on a [MemoryCluster], with the faults that a network and a server have.
public final class MemoryStore implements Store {

    private final MemoryCluster cluster;
    private final Runnable bell;
    private final Runnable listening = this::ring;
    private final Deque<Fault> faults = new ArrayDeque<>();
    private Set<Kind> refused = Set.of();
    private final Deque<Call<?>> late = new ArrayDeque<>();
    private Optional<View> stale = Optional.empty();
    private boolean isReachable = true;
    private boolean isWatching = true;
    private int epoch;
    private int calls;

    /// What befalls one call.
    public enum Fault {
        /// Nothing happens, and the caller learns of a timeout.
        LOST_BEFORE,
        /// It takes effect, and the caller learns of a timeout.
        LOST_AFTER,
        /// The caller learns of a timeout, and it takes effect when [MemoryStore#deliverLate] says so.
        LATE,
        /// None.
        NONE
    }

    /// Calls that a server may refuse while it serves the others.
    public enum Kind {
        JOIN,
        RENEW,
        READ,
        WRITE,
        LEAVE
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    /// @param bell run whenever the cluster's view may have changed
    public MemoryStore(MemoryCluster cluster, Runnable bell) {
        this.cluster = cluster;
        this.bell = bell;
        this.epoch = cluster.epoch();
        cluster.listen(listening);
    }

    /// Cuts this node off from the store, or connects it again.
    public void setReachable(boolean newReachable) {
        isReachable = newReachable;
        if (newReachable) {
            bell.run();
        }
    }

    /// From now on the server refuses calls of these kinds, as one does that has withdrawn the permission.
    public void refuse(Kind... kinds) {
        refused = Set.of(kinds);
        bell.run();
    }

    /// Lets the next calls that are not answered from the watch meet these faults, one each.
    public void inject(Fault... next) {
        faults.addAll(List.of(next));
    }

    /// Stops the watch without a word: the view stays as it is, until a call of this store writes something or
    /// `resumeWatch`.
    public void freezeWatch() {
        isWatching = false;
        stale = Optional.of(cluster.view());
    }

    public void resumeWatch() {
        isWatching = true;
        stale = Optional.empty();
        bell.run();
    }

    /// Lets what was [Fault#LATE] take effect now, in order. What it would have answered is lost.
    ///
    /// @throws LeaseEndedException one of them found its lease ended; call again for the rest
    public void deliverLate() throws IOException {
        while (!late.isEmpty()) {
            late.remove().run();
        }
    }

    /// How many calls went to the cluster so far, those with faults included.
    public int calls() {
        return calls;
    }

    @Override
    public Granted obtainLease(Duration ttl) throws IOException {
        return call(Kind.JOIN, "join", () -> cluster.grant(ttl));
    }

    @Override
    public Duration renew(LeaseId lease) throws IOException {
        return call(Kind.RENEW, "renew", () -> cluster.renew(lease));
    }

    @Override
    public View view() throws IOException {
        checkReachable("view");
        checkPermitted(Kind.READ);
        checkEpoch();
        return isWatching ? cluster.view() : stale.orElseGet(cluster::view);
    }

    @Override
    public Outcome commit(LeaseId lease, List<StoreChange> changes) throws IOException {
        List<StoreChange> copy = List.copyOf(changes);
        Outcome outcome = call(Kind.WRITE, "commit", () -> cluster.commit(lease, copy));
        stale = stale.map(view -> cluster.view());
        return outcome;
    }

    @Override
    public void revokeLease(LeaseId lease) throws IOException {
        call(Kind.LEAVE, "leave", () -> {
            cluster.revoke(lease);
            return lease;
        });
    }

    @Override
    public void close() {
        isReachable = false;
        cluster.unlisten(listening);
    }

    private <T> T call(Kind kind, String operation, Call<T> call) throws IOException {
        calls++;
        checkReachable(operation);
        checkPermitted(kind);
        checkEpoch();
        Fault fault = faults.isEmpty() ? Fault.NONE : faults.remove();
        return switch (fault) {
            case NONE -> call.run();
            case LOST_BEFORE -> throw timeout(operation);
            case LOST_AFTER -> {
                call.run();
                throw timeout(operation);
            }
            case LATE -> {
                late.add(call);
                throw timeout(operation);
            }
        };
    }

    private void checkReachable(String operation) throws IOException {
        if (!isReachable) {
            throw timeout(operation);
        }
    }

    private void checkPermitted(Kind kind) throws IOException {
        if (refused.contains(kind)) {
            throw new IOException(kind + ": permission denied");
        }
    }

    private void checkEpoch() throws StoreWentBackException {
        if (epoch != cluster.epoch()) {
            epoch = cluster.epoch();
            stale = Optional.empty();
            throw new StoreWentBackException("the store was restored");
        }
    }

    private static IOException timeout(String operation) {
        return new IOException(operation + ": no answer in time");
    }

    private void ring() {
        if (isReachable && isWatching) {
            bell.run();
        }
    }
}
