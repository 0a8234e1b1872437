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

/// This node's lease: obtained, renewed, lost. An answer counts only if it came in time and while the proof was
/// valid. The proof counts from the moment at which the request was sent.
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
    private Optional<String> expiryReason = Optional.empty();

    /// @param mayHoldWithoutProof whether this node may hold addresses at this time although the proof has ended
    /// @param gateRenewal is called with each new proof
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

    /// Ends this lease of a previous incarnation on this host before a new lease is obtained.
    public void endFirst(LeaseId lease) {
        previousLease = Optional.of(lease);
    }

    /// The lease that was obtained and not lost. Its proof may have ended while this node holds addresses.
    public Optional<Lease> lease() {
        return lease;
    }

    /// The proof of the lease, while it is valid.
    public Optional<Proof> proof() {
        return lease.map(Lease::proof).filter(proof -> proof.isValidAt(clock.now()));
    }

    /// Whether the last call about the lease had no answer, or a late one.
    public boolean isUnanswered() {
        return isUnanswered;
    }

    /// The latest time of the next call about the lease.
    public Duration nextAttempt() {
        return expiryReason
                .flatMap(_ -> lease)
                .map(present -> present.proof().endsAt())
                .orElse(nextAttempt);
    }

    /// While there is a reason, the lease is not renewed, and is given up when its proof ends. Nothing ends it early:
    /// addresses may still be bound by it.
    public void letExpire(Optional<String> reason) {
        expiryReason = reason;
    }

    /// Makes the next [#renewIfDue] renew the lease, even if it is not due.
    public void makeRenewalDue() {
        nextAttempt = clock.now();
    }

    /// Renews the lease if that is due. Gives it up when its proof has ended, unless this node may hold addresses.
    public void renewIfDue() throws IOException {
        try {
            if (lease.isPresent() && expiryReason.isEmpty() && clock.now().compareTo(nextAttempt) >= 0) {
                renew(lease.get());
            }
        } finally {
            if (lease.isPresent() && !mayKeepLease(lease.get(), clock.now())) {
                lose(expiryReason.orElse("no keep-alive was answered before the proof ended"));
            }
        }
    }

    private boolean mayKeepLease(Lease present, Duration now) {
        return present.provesAt(now) || (expiryReason.isEmpty() && mayHoldWithoutProof.test(now));
    }

    /// A node that holds addresses also accepts an answer after the proof has ended. A lease that can be renewed
    /// has never ended, so its marks are still there.
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

    /// Ends the previous lease, if there was one, and obtains a new one.
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

    /// Gives up the lease, because it proves nothing any more. A new one must be obtained.
    public void lose(String reason) {
        lease.ifPresent(lost -> events.accept(new Event.LeaseLost(lost.id(), reason)));
        lease = Optional.empty();
        expiryReason = Optional.empty();
        nextAttempt = clock.now();
    }

    /// The store has lost leases by which other nodes still have addresses, and these nodes may not know it yet.
    /// So no new lease is obtained until the proofs of those leases have ended.
    public void loseAfterStoreRollback(String reason) {
        lose(reason);
        earliestObtain = clock.now().plus(leaseTiming.ttl());
        isUnanswered = false; // the store answers, if with earlier data: so this node gives no consent
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
