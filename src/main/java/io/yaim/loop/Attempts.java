package io.yaim.loop;

import io.yaim.loop.consent.ConsentProtocol;
import io.yaim.loop.cycle.Event;
import io.yaim.loop.lease.LeaseKeeper;
import io.yaim.store.LeaseEndedException;
import io.yaim.store.StoreWentBackException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs the steps of a cycle. An expected failure ends here and becomes an event. The next cycle sees its effect.
final class Attempts {

    private final LeaseKeeper leaseKeeper;
    private final ConsentProtocol consentProtocol;
    private final Consumer<Event> events;

    Attempts(LeaseKeeper leaseKeeper, ConsentProtocol consentProtocol, Consumer<Event> events) {
        this.leaseKeeper = leaseKeeper;
        this.consentProtocol = consentProtocol;
        this.events = events;
    }

    void run(String what, Step step) {
        get(what, () -> {
            step.run();
            return what;
        });
    }

    /// The result of the query; empty if it failed.
    <T> Optional<T> get(String what, Query<T> query) {
        try {
            return Optional.of(query.get());
        } catch (StoreWentBackException e) {
            leaseKeeper.loseAfterStoreRollback(String.valueOf(e.getMessage()));
            consentProtocol.forget();
        } catch (LeaseEndedException e) {
            leaseKeeper.lose(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            events.accept(new Event.Failed(what, String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    interface Step {
        void run() throws IOException;
    }

    interface Query<T> {
        T get() throws IOException;
    }
}
