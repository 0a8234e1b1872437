package io.yaim.loop.lease;

import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.LeaseTiming;
import io.yaim.model.Proof;
import io.yaim.store.LeaseEndedException;
import io.yaim.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// This node's lease, from one to the next: obtained, renewed, lost. Only what was answered in time, and
/// while the proof still held, counts; the proof counts from when the question left.
public final class LeaseKeeper {

    private final Store store;
    private final Clock clock;
    private final LeaseTiming leaseTiming;
    private final LeaseRecorder record;
    private final GateRenewal gateRenewal;
    private final Consumer<Event> events;
    private Optional<Lease> lease = Optional.empty();
    private Optional<LeaseId> previousLease = Optional.empty();
    private final Predicate<Duration> mayHoldWithoutProof;
    private Duration nextAttempt = Duration.ZERO;
    private boolean isUnanswered;
    private Duration earliestObtain = Duration.ZERO;

    /// @param mayHoldWithoutProof whether this node holds on to addresses at a time at which the lease proves
    ///     nothing any more
    /// @param gateRenewal told of each proof that is new
    public LeaseKeeper(
            Store store,
            Clock clock,
            LeaseTiming leaseTiming,
            LeaseRecorder record,
            Predicate<Duration> mayHoldWithoutProof,
            GateRenewal gateRenewal,
            Consumer<Event> events) {
        this.mayHoldWithoutProof = mayHoldWithoutProof;
        this.gateRenewal = gateRenewal;
        this.store = store;
        this.clock = clock;
        this.leaseTiming = leaseTiming;
        this.record = record;
        this.events = events;
    }

    /// Has this lease ended before one is obtained: this node held it in an earlier life on this host.
    public void endFirst(LeaseId lease) {
        previousLease = Optional.of(lease);
    }

    /// What was obtained and not lost; it may prove nothing any more while this node holds on without it.
    public Optional<Lease> lease() {
        return lease;
    }

    /// What the lease proves, if it still does.
    public Optional<Proof> proof() {
        return lease.map(Lease::proof).filter(proof -> proof.isValidAt(clock.now()));
    }

    /// Whether the store did not answer the last call about the lease, or not in time.
    public boolean isUnanswered() {
        return isUnanswered;
    }

    /// When to call the store about the lease again, at the latest.
    public Duration nextAttempt() {
        return nextAttempt;
    }

    /// Makes the next [#renewIfDue] renew the lease, however long it still has.
    public void makeRenewalDue() {
        nextAttempt = clock.now();
    }

    /// Renews the lease if it is time to, and gives it up once it proves nothing.
    public void renewIfDue() throws IOException {
        try {
            if (lease.isPresent() && clock.now().compareTo(nextAttempt) >= 0) {
                renew(lease.get());
            }
        } finally {
            if (lease.isPresent() && !mayKeepLease(lease.get(), clock.now())) {
                lose("no keep-alive was answered before the proof ended");
            }
        }
    }

    private boolean mayKeepLease(Lease present, Duration now) {
        return present.provesAt(now) || mayHoldWithoutProof.test(now);
    }

    /// Whoever holds on takes an answer also when the proof has ended: a lease that can be renewed has
    /// never ended, and its marks are still there.
    private void renew(Lease present) throws IOException {
        isUnanswered = true;
        Duration sent = clock.now();
        nextAttempt = sent.plus(leaseTiming.storeTimeout()).plus(leaseTiming.retryPause());
        Duration granted = store.renew(present.id());
        Duration answered = clock.now();
        requireInTime(sent, answered, "keep-alive");
        if (mayKeepLease(present, answered)) {
            isUnanswered = false;
            lease = Optional.of(present.renewed(sent, granted));
            nextAttempt = sent.plus(leaseTiming.renewalPeriod(granted));
            gateRenewal.openFor(lease.get().proof());
        }
    }

    /// Ends the former lease, if there was one, and obtains a new one.
    public void obtain() throws IOException {
        if (clock.now().compareTo(earliestObtain) < 0) {
            nextAttempt = earliestObtain;
            return;
        }
        nextAttempt = clock.now().plus(leaseTiming.storeTimeout());
        isUnanswered = true;
        if (previousLease.isPresent()) {
            endPreviousLease(previousLease.get());
        }
        Duration sent = clock.now();
        Store.Granted granted = store.obtainLease(leaseTiming.ttl());
        previousLease = Optional.of(granted.id());
        requireInTime(sent, clock.now(), "lease");
        isUnanswered = false;
        record.write(granted.id());
        lease = Optional.of(new Lease(granted.id(), granted.ttl(), sent, leaseTiming.expiryGuard()));
        nextAttempt = sent.plus(leaseTiming.renewalPeriod(granted.ttl()));
        events.accept(new Event.LeaseObtained(granted.id(), granted.ttl()));
        gateRenewal.openFor(lease.get().proof());
    }

    private void endPreviousLease(LeaseId id) throws IOException {
        try {
            store.revokeLease(id);
        } catch (LeaseEndedException e) {
            events.accept(new Event.LeaseLost(id, "it had ended already"));
        }
        previousLease = Optional.empty();
    }

    /// The lease proves nothing any more; a new one has to be obtained.
    public void lose(String reason) {
        lease.ifPresent(lost -> events.accept(new Event.LeaseLost(lost.id(), reason)));
        lease = Optional.empty();
        nextAttempt = clock.now();
    }

    /// The store has forgotten leases by which others still hold addresses, and may not have seen that yet.
    /// So no new one is obtained until what they could prove by it has ended.
    public void loseAfterStoreRollback(String reason) {
        lose(reason);
        earliestObtain = clock.now().plus(leaseTiming.ttl());
        isUnanswered = false; // it answers, if not what it said before: nobody may hold on by this node's leave
    }

    public void release() throws IOException {
        if (lease.isPresent()) {
            LeaseId id = lease.get().id();
            store.revokeLease(id);
            lease = Optional.empty();
            previousLease = Optional.empty();
            events.accept(new Event.LeaseReleased(id));
        }
    }

    private void requireInTime(Duration sent, Duration answered, String what) throws IOException {
        Duration took = answered.minus(sent);
        if (took.compareTo(leaseTiming.storeTimeout()) > 0) {
            throw new IOException(
                    "the " + what + " was answered after " + took.toMillis() + " ms; it counts for nothing");
        }
    }
}
