package io.yaim.loop.address;

import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Event;
import io.yaim.loop.lease.LeaseKeeper;
import io.yaim.model.Proof;
import io.yaim.store.LeaseEndedException;
import io.yaim.store.StoreWentBackException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A proof, by the lease or by consent of the peers. For one piece of work.
public final class ProofGround implements LifetimeGround {

    private final Supplier<Optional<Proof>> proof;
    private final LeaseKeeper leaseKeeper;
    private final Clock clock;
    private final RefreshTime refreshTime;
    private final Consumer<Event> events;
    private boolean isStoreSilent;

    /// @param proof is called anew at each use
    /// @param leaseKeeper renews the lease between slices of the work
    public ProofGround(
            Supplier<Optional<Proof>> proof,
            LeaseKeeper leaseKeeper,
            Clock clock,
            RefreshTime refreshTime,
            Consumer<Event> events) {
        this.proof = proof;
        this.leaseKeeper = leaseKeeper;
        this.clock = clock;
        this.refreshTime = refreshTime;
        this.events = events;
    }

    Optional<Proof> proof() {
        return proof.get();
    }

    /// Renews the lease when that is due. If the store does not answer, that is reported, and the store is not
    /// called again for the rest of the work. So what the proof still allows does not wait for the store.
    @Override
    public void prepare() throws IOException {
        if (isStoreSilent) {
            return;
        }
        try {
            leaseKeeper.renewIfDue();
        } catch (LeaseEndedException | StoreWentBackException e) {
            throw e;
        } catch (IOException e) {
            isStoreSilent = true;
            events.accept(new Event.Failed("renew the lease", String.valueOf(e.getMessage())));
        }
    }

    @Override
    public long lifetimeSeconds(int count) {
        return proof.get()
                .map(present -> present.lifetimeSeconds(clock.now(), refreshTime.estimate(count)))
                .orElse(0L);
    }

    @Override
    public String shortfall() {
        return proof.get()
                .map(present -> "the proof of ownership ends in "
                        + present.endsAt().minus(clock.now()).toMillis()
                        + " ms, too soon for a lifetime of a second")
                .orElse("nothing proves any more that they are this node's");
    }

    @Override
    public boolean confirm() {
        return isValid();
    }

    @Override
    public boolean isValid() {
        return proof.get().filter(present -> present.isValidAt(clock.now())).isPresent();
    }
}
