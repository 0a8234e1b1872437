package io.yaim.loop;

import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Proof;
import io.yaim.model.Timing;
import io.yaim.store.LeaseEndedException;
import io.yaim.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// This node's lease, from one to the next: obtained, renewed, lost. Only what was answered in time, and
/// while the proof still held, counts; the proof counts from when the question left.
final class Tenure {

    private final Store store;
    private final Clock clock;
    private final Timing timing;
    private final LeaseRecord record;
    private final Proving proving;
    private final Consumer<Event> events;
    private Optional<Lease> lease = Optional.empty();
    private Optional<LeaseId> former;
    private final Predicate<Duration> holdsOn;
    private Duration nextTry = Duration.ZERO;
    private boolean isDoubtful;
    private Duration notBefore = Duration.ZERO;

    /// @param holdsOn whether this node holds on to addresses at a time at which the lease proves nothing
    ///     any more
    /// @param proving told of each proof that is new
    /// @param former the lease that this node held in an earlier life on this host and did not end
    Tenure(
            Store store,
            Clock clock,
            Timing timing,
            LeaseRecord record,
            Optional<LeaseId> former,
            Predicate<Duration> holdsOn,
            Proving proving,
            Consumer<Event> events) {
        this.holdsOn = holdsOn;
        this.proving = proving;
        this.former = former;
        this.store = store;
        this.clock = clock;
        this.timing = timing;
        this.record = record;
        this.events = events;
    }

    /// What was obtained and not lost; it may prove nothing any more while this node holds on without it.
    Optional<Lease> lease() {
        return lease;
    }

    /// What the lease proves, if it still does.
    Optional<Proof> proof() {
        return lease.map(Lease::proof).filter(proof -> proof.holdsAt(clock.now()));
    }

    /// Whether the store did not answer the last call about the lease, or not in time.
    boolean isDoubtful() {
        return isDoubtful;
    }

    /// When to call the store about the lease again, at the latest.
    Duration nextTry() {
        return nextTry;
    }

    /// Makes the next [#keep] renew the lease, however long it still has.
    void hurry() {
        nextTry = clock.now();
    }

    /// Renews the lease if it is time to, and gives it up once it proves nothing.
    void keep() throws IOException {
        try {
            if (lease.isPresent() && clock.now().compareTo(nextTry) >= 0) {
                renew(lease.get());
            }
        } finally {
            if (lease.isPresent() && !mayHold(lease.get(), clock.now())) {
                lose("no keep-alive was answered before the proof ended");
            }
        }
    }

    private boolean mayHold(Lease present, Duration now) {
        return present.provesAt(now) || holdsOn.test(now);
    }

    /// Whoever holds on takes an answer also when the proof has ended: a lease that can be renewed has
    /// never ended, and its marks are still there.
    private void renew(Lease present) throws IOException {
        isDoubtful = true;
        Duration sent = clock.now();
        nextTry = sent.plus(timing.storeTimeout()).plus(timing.pause());
        Duration granted = store.renew(present.id());
        Duration answered = clock.now();
        requireInTime(sent, answered, "keep-alive");
        if (mayHold(present, answered)) {
            isDoubtful = false;
            lease = Optional.of(present.renewed(sent, granted));
            nextTry = sent.plus(timing.renewalPeriod(granted));
            proving.counted(lease.get().proof());
        }
    }

    /// Ends the former lease, if there was one, and obtains a new one.
    void join() throws IOException {
        if (clock.now().compareTo(notBefore) < 0) {
            nextTry = notBefore;
            return;
        }
        nextTry = clock.now().plus(timing.storeTimeout());
        isDoubtful = true;
        if (former.isPresent()) {
            endFormer(former.get());
        }
        Duration sent = clock.now();
        Store.Granted granted = store.join(timing.ttl());
        former = Optional.of(granted.id());
        requireInTime(sent, clock.now(), "lease");
        isDoubtful = false;
        record.note(granted.id());
        lease = Optional.of(new Lease(granted.id(), granted.ttl(), sent, timing.guard()));
        nextTry = sent.plus(timing.renewalPeriod(granted.ttl()));
        events.accept(new Event.Joined(granted.id(), granted.ttl()));
        proving.counted(lease.get().proof());
    }

    private void endFormer(LeaseId id) throws IOException {
        try {
            store.leave(id);
        } catch (LeaseEndedException e) {
            events.accept(new Event.LeaseLost(id, "it had ended already"));
        }
        former = Optional.empty();
    }

    /// The lease proves nothing any more; a new one has to be obtained.
    void lose(String reason) {
        lease.ifPresent(lost -> events.accept(new Event.LeaseLost(lost.id(), reason)));
        lease = Optional.empty();
        nextTry = clock.now();
    }

    /// The store has forgotten leases by which others still hold addresses, and may not have seen that yet.
    /// So no new one is obtained until what they could prove by it has ended.
    void loseWithTheStore(String reason) {
        lose(reason);
        notBefore = clock.now().plus(timing.ttl());
        isDoubtful = false; // it answers, if not what it said before: nobody may hold on by this node's leave
    }

    void leave() throws IOException {
        if (lease.isPresent()) {
            LeaseId id = lease.get().id();
            store.leave(id);
            lease = Optional.empty();
            former = Optional.empty();
            events.accept(new Event.Left(id));
        }
    }

    private void requireInTime(Duration sent, Duration answered, String what) throws IOException {
        Duration took = answered.minus(sent);
        if (took.compareTo(timing.storeTimeout()) > 0) {
            throw new IOException(
                    "the " + what + " was answered after " + took.toMillis() + " ms; it counts for nothing");
        }
    }
}
