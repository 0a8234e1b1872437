package io.yaim.store.multicast;

import io.yaim.model.GroupStatus;
import io.yaim.model.LeaseId;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import io.yaim.store.Commit;
import io.yaim.store.DecodedSnapshot;
import io.yaim.store.LeaseEndedException;
import io.yaim.store.NumericLeaseId;
import io.yaim.store.Store;
import io.yaim.store.Transaction;
import io.yaim.store.TransactionBuilder;
import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.participant.LocalPool;
import io.yaim.store.multicast.participant.Participant;
import io.yaim.store.multicast.participant.PoolStorage;
import io.yaim.store.multicast.protocol.MulticastSettings;
import io.yaim.store.multicast.protocol.Reply;
import io.yaim.store.multicast.protocol.Request;
import io.yaim.store.multicast.protocol.VersionedPool;
import io.yaim.store.spi.StoreCallbacks;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The store that the nodes keep themselves. One of them, the coordinator, grants leases and marks, and all nodes
/// know what it granted. The keys are the same as in etcd. docs/multicast.md says what it guarantees.
///
/// Several threads may call it. Each waits for the coordinator's reply, but not longer than the timeout.
public final class MulticastStore implements Store {

    /// Transactions in one request.
    private static final int MOST_TRANSACTIONS = 1000;

    /// A foreign sender that has not been heard for this number of leases is gone.
    private static final int FOREIGN_SENDER_LEASES = 3;

    private final MulticastSettings settings;
    private final PresentChannel presentChannel = new PresentChannel();
    private final Supplier<Duration> clock;
    private final Monitor monitor;
    private final StoreCallbacks callbacks;
    private final LocalPool localPool;
    private final SendQueue sendQueue;
    private final NodeRole nodeRole;
    private final CoordinatorClient coordinatorClient;

    private Optional<Duration> foreignSenderUntil = Optional.empty(); // guarded by monitor

    /// A store that has not joined the group yet.
    ///
    /// @param clock time since boot
    /// @param poolStorage keeps the pool across restarts
    /// @param ids returns random numbers for leases
    public MulticastStore(
            MulticastSettings settings,
            Supplier<Duration> clock,
            Monitor monitor,
            PoolStorage poolStorage,
            LongSupplier ids,
            StoreCallbacks callbacks) {
        this.settings = settings;
        this.clock = clock;
        this.monitor = monitor;
        this.callbacks = callbacks;
        localPool = new LocalPool(poolStorage, callbacks.warnings());
        sendQueue = new SendQueue(presentChannel, monitor);
        nodeRole = new NodeRole(settings, ids, sendQueue, localPool, clock.get());
        coordinatorClient = new CoordinatorClient(nodeRole, presentChannel, sendQueue, monitor, clock, callbacks);
    }

    /// Joins the group by this channel, for the first time or after [#leaveGroup].
    ///
    /// @throws IOException the network does not allow it
    public void joinGroup(GroupChannel groupChannel) throws IOException {
        monitor.runExclusively(() -> {
            presentChannel.set(groupChannel);
            return groupChannel;
        });
        groupChannel.join(new ChannelListener(
                groupChannel, presentChannel, nodeRole, coordinatorClient, clock, this::foreignSenderHeard));
    }

    /// Stops to use the channel, and returns it to be closed. Nothing is granted to this node until it has joined
    /// again, not even by itself. What it knows of others' leases and marks it keeps.
    ///
    /// @param reason for people
    public Optional<GroupChannel> leaveGroup(String reason) {
        return coordinatorClient.run(() -> {
            nodeRole.channelLost(reason, clock.get());
            sendQueue.clear();
            return presentChannel.remove();
        });
    }

    private void foreignSenderHeard(String who) {
        callbacks.warnings().accept("hears somebody whom it cannot understand: " + who);
        monitor.runExclusively(() -> {
            foreignSenderUntil = Optional.of(clock.get().plus(settings.ttl().multipliedBy(FOREIGN_SENDER_LEASES)));
            return who;
        });
    }

    /// Waits until there is a coordinator to ask.
    ///
    /// @throws IOException there is none by then
    public void awaitCoordinator(Duration until) throws IOException {
        if (!monitor.await(() -> nodeRole.participant().snapshot().isPresent(), Optional.of(until))) {
            throw new IOException("no coordinator has told anything");
        }
    }

    /// The ttl is that of the cluster, not the requested one.
    @Override
    public Granted obtainLease(Duration ttl) throws IOException {
        checkNoVersionConflict();
        if (coordinatorClient.request("join", new Request.ObtainLease(), deadline())
                instanceof Reply.Granted(var lease, var granted)) {
            return new Granted(lease, granted);
        }
        throw new IOException("join: not granted");
    }

    @Override
    public Duration renew(LeaseId lease) throws IOException {
        NumericLeaseId.requireNumeric(lease);
        checkNoVersionConflict();
        return switch (coordinatorClient.request("renew", new Request.RenewLease(lease), deadline())) {
            case Reply.Renewed(var ttl) -> ttl;
            case Reply.LeaseEnded _ -> throw new LeaseEndedException(lease);
            case Reply other -> throw new IOException("renew: " + other);
        };
    }

    @Override
    public View view() throws IOException {
        Participant participant = nodeRole.participant();
        return monitor.runExclusively(() -> participant.snapshot().map(DecodedSnapshot::view))
                .orElseThrow(() -> new IOException("view: "
                        + monitor.runExclusively(participant::absence).orElse("no coordinator has told anything yet")));
    }

    @Override
    public Outcome commit(LeaseId lease, List<StoreChange> changes) throws IOException {
        NumericLeaseId.requireNumeric(lease);
        Duration deadline = deadline();
        boolean mayClaim = !isAloneBesideForeignSender();
        Predicate<StoreChange> isHeld = storeChange -> !mayClaim && storeChange instanceof StoreChange.Claim;
        List<StoreChange> rest = changes.stream().filter(isHeld.negate()).toList();
        var transactionBuilder = new TransactionBuilder(settings.keys(), lease, this::lookUp);
        Outcome outcome =
                new Commit(transactionBuilder, MOST_TRANSACTIONS, batch -> send(lease, batch, deadline)).run(rest);
        var refused = new ArrayList<>(outcome.refused());
        changes.stream().filter(isHeld).forEach(refused::add);
        return new Outcome(outcome.applied(), refused);
    }

    @Override
    public void revokeLease(LeaseId lease) throws IOException {
        if (NumericLeaseId.isNumeric(lease)) {
            coordinatorClient.request("leave", new Request.RevokeLease(lease), deadline());
        }
    }

    @Override
    public Optional<GroupStatus> standing() {
        return monitor.runExclusively(() -> nodeRole.participant()
                .membershipView()
                .map(membershipView -> new GroupStatus(
                        presentChannel
                                .self()
                                .filter(membershipView.coordinator()::equals)
                                .isPresent(),
                        membershipView.members().size(),
                        localPool.unused())));
    }

    /// The pool becomes this one on all nodes, if its version is the highest.
    public void proposePool(VersionedPool versionedPool) {
        coordinatorClient.run(() -> {
            localPool.save(versionedPool);
            nodeRole.participant().poolChanged(clock.get());
            return versionedPool;
        });
    }

    /// Commits an operator request. Returns which of the transactions took effect.
    List<Boolean> commitForAdmin(List<Transaction> transactions, Duration until) throws IOException {
        return committed("order", new Request.AdminCommit(transactions), until).effects();
    }

    /// Does what is due of the coordinator's work. To be called at [#nextTick] at the latest.
    public void tick() {
        coordinatorClient.run(() -> {
            nodeRole.tick(clock.get());
            return nodeRole;
        });
    }

    /// When [#tick] is due.
    public Duration nextTick() {
        return monitor.runExclusively(nodeRole::nextTick);
    }

    @Override
    public void close() {
        presentChannel.remove().ifPresent(GroupChannel::close);
    }

    Duration now() {
        return clock.get();
    }

    private Commit.BatchResult send(LeaseId lease, List<Transaction> batch, Duration until) throws IOException {
        Reply reply = coordinatorClient.request("commit", new Request.Commit(lease, batch), until);
        return switch (reply) {
            case Reply.Committed(var revision, var effects) -> new Commit.BatchResult(revision, effects);
            case Reply.LeaseEnded _ -> throw new LeaseEndedException(lease);
            case Reply other -> throw new IOException("commit: " + other);
        };
    }

    private Reply.Committed committed(String what, Request request, Duration until) throws IOException {
        if (coordinatorClient.request(what, request, until) instanceof Reply.Committed committed) {
            return committed;
        }
        throw new IOException(what + ": not taken");
    }

    private Optional<DecodedSnapshot.KeyState> lookUp(String key) {
        return monitor.runExclusively(
                () -> nodeRole.participant().snapshot().flatMap(decodedSnapshot -> decodedSnapshot.get(key)));
    }

    /// A node that is alone would claim all entries, and the foreign sender may have them.
    private boolean isAloneBesideForeignSender() {
        return monitor.runExclusively(() -> {
            boolean isAlone = nodeRole.participant()
                    .membershipView()
                    .filter(membershipView -> membershipView.members().size() == 1)
                    .isPresent();
            return isAlone
                    && foreignSenderUntil
                            .filter(until -> clock.get().compareTo(until) < 0)
                            .isPresent();
        });
    }

    private void checkNoVersionConflict() throws IOException {
        Optional<String> dispute = monitor.runExclusively(localPool::versionConflict);
        if (dispute.isPresent()) {
            throw new IOException(dispute.get());
        }
    }

    private Duration deadline() {
        return clock.get().plus(settings.timeout());
    }
}
