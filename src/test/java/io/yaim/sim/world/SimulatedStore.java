package io.yaim.sim.world;

import io.yaim.model.LeaseId;
import io.yaim.model.MarkHistory;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.model.ViewBuilder;
import io.yaim.sim.world.StoreNetwork.CallKind;
import io.yaim.store.MemoryCluster;
import io.yaim.store.StoreWentBackException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The store as one incarnation sees it. Each call goes over the network. The view is what the watch delivered, or an
/// answer that is newer.
///
/// The node learns that the store was restored from the first answer, except from the answer that a lease has ended.
/// The real adapter detects it by revisions; EtcdWentBackIT tests that.
public final class SimulatedStore implements NodeStore {

    private final SimulationContext simulationContext;
    private final Machine machine;
    private final SimulatedNode simulatedNode;
    private final Runnable listener = this::changed;
    private Optional<View> snapshot = Optional.empty();
    private long knownRevision;
    private int epoch;
    private Duration lastDelivery = Duration.ZERO;
    private boolean hasMissedChanges;
    private boolean isClosed;

    public SimulatedStore(SimulationContext simulationContext, Machine machine, SimulatedNode simulatedNode) {
        this.simulationContext = simulationContext;
        this.machine = machine;
        this.simulatedNode = simulatedNode;
        epoch = simulationContext.storeServer().epoch();
        simulationContext.storeServer().cluster().listen(listener);
    }

    @Override
    public void open() {}

    @Override
    public Granted obtainLease(Duration ttl) throws IOException {
        simulatedNode.interruptionPoint();
        Duration sent = machine.clock().now();
        Granted granted = call(CallKind.JOIN, simulationContext.storeServer().grant(ttl));
        simulatedNode.proofTracker().granted(granted.id(), sent, granted.ttl());
        return granted;
    }

    @Override
    public Duration renew(LeaseId lease) throws IOException {
        simulatedNode.interruptionPoint();
        Duration sent = machine.clock().now();
        Duration granted = call(CallKind.RENEW, cluster -> cluster.renew(lease));
        simulatedNode.proofTracker().renewed(lease, sent, granted);
        return granted;
    }

    @Override
    public View view() throws IOException {
        simulatedNode.interruptionPoint();
        boolean isRefused = machine.storeLink().refuses(CallKind.READ);
        Optional<View> present = snapshot.filter(view -> !isRefused && view.revision() >= knownRevision);
        if (present.isPresent()) {
            return present.get();
        }
        View read = call(CallKind.READ, MemoryCluster::view);
        if (snapshot.filter(view -> view.revision() > read.revision()).isEmpty()) {
            resetTo(read);
        }
        return snapshot.orElseThrow();
    }

    @Override
    public Outcome commit(LeaseId lease, List<StoreChange> changes) throws IOException {
        List<StoreChange> copy = List.copyOf(changes);
        simulatedNode.interruptionPoint();
        simulationContext.trace().log(machine.name(), () -> "commits " + copy);
        return call(CallKind.COMMIT, cluster -> cluster.commit(lease, copy));
    }

    @Override
    public void revokeLease(LeaseId lease) throws IOException {
        simulatedNode.interruptionPoint();
        call(CallKind.LEAVE, cluster -> {
            cluster.revoke(lease);
            return lease;
        });
    }

    @Override
    public void close() {
        isClosed = true;
        simulationContext.storeServer().cluster().unlisten(listener);
    }

    @Override
    public int epoch() {
        return epoch;
    }

    private <T> T call(CallKind kind, StoreServer.Effect<T> effect) throws IOException {
        StoreServer.Effect<T> permitted = cluster -> {
            if (machine.storeLink().refuses(kind)) {
                throw new IOException(kind + ": permission denied");
            }
            return effect.on(cluster);
        };
        Duration latest = machine.clock().timelineTime(machine.clock().now().plus(SimulationContext.STORE_TIMEOUT));
        StoreNetwork.PendingCall<T> pendingCall = simulationContext
                .storeNetwork()
                .send(machine.storeLink(), kind == CallKind.COMMIT, permitted, simulatedNode::wake);
        simulatedNode.await(pendingCall::isAnswered, latest);
        simulatedNode.delayIfSlow();
        simulatedNode.interruptionPoint();
        if (!pendingCall.isAnswered()) {
            throw new IOException(kind + ": no answer in time");
        }
        if (!pendingCall.isFailure() && pendingCall.epoch() != epoch) {
            epoch = pendingCall.epoch();
            snapshot = Optional.empty();
            knownRevision = 0;
            throw new StoreWentBackException("the store was restored");
        }
        T result = pendingCall.get();
        knownRevision = Math.max(knownRevision, pendingCall.revision());
        return result;
    }

    /// Makes the watch deliver all that was missed.
    @Override
    public void catchUp() {
        changed();
    }

    private void changed() {
        boolean isHeard = machine.storeLink().isWatchOpen()
                && !machine.storeLink().refuses(CallKind.READ)
                && !machine.isWatchSilent
                && !simulationContext.storeServer().isAway();
        if (!isHeard || simulationContext.storeServer().epoch() != epoch) {
            hasMissedChanges = true;
            return;
        }
        View view = simulationContext.storeServer().actualView();
        boolean isNext = !hasMissedChanges;
        hasMissedChanges = false;
        int from = epoch;
        Duration soonest = simulationContext
                .eventQueue()
                .now()
                .plus(machine.watchLag)
                .plus(simulationContext.storeNetwork().delay(machine.storeLink()));
        lastDelivery = soonest.compareTo(lastDelivery) > 0 ? soonest : lastDelivery;
        simulationContext.eventQueue().at(lastDelivery, () -> deliver(view, from, isNext));
    }

    private void deliver(View view, int from, boolean isNext) {
        boolean isNews = snapshot.filter(present -> present.revision() >= view.revision())
                .isEmpty();
        if (!isClosed && from == epoch && isNews) {
            if (isNext && snapshot.isPresent()) {
                snapshot = Optional.of(with(snapshot.get().markHistory().completeSince(), view));
            } else {
                resetTo(view);
            }
            simulatedNode.ring();
        }
    }

    /// As after a read: no earlier change is known.
    private void resetTo(View view) {
        snapshot = Optional.of(with(view.revision(), view));
    }

    private static View with(long from, View view) {
        var gone = new TreeMap<>(view.markHistory().pastMarks());
        gone.values().removeIf(each -> each.seenGoneAt() <= from);
        return ViewBuilder.at(view.revision())
                .pool(view.pool())
                .marks(view.marks())
                .nodes(view.nodes())
                .members(view.members())
                .consentRecords(view.consentRecords())
                .wishes(view.wishes())
                .unmanagedKeys(view.unmanagedKeys())
                .markHistory(new MarkHistory(from, gone))
                .build();
    }
}
