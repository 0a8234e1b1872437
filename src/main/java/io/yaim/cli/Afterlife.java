package io.yaim.cli;

import io.yaim.loop.Cycle;
import io.yaim.loop.Event;
import io.yaim.model.Former;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What a daemon leaves on its host for whoever comes after it: the record of its life, and a guardian that
/// need not do anything once the daemon has cleared up itself. Used by the loop's thread.
final class Afterlife implements Consumer<Cycle> {

    private final StateDirectory state;
    private final Incarnation incarnation;
    private final Logger logger;
    private Optional<Guardian> guardian = Optional.empty();
    private boolean hasKept;

    Afterlife(StateDirectory state, Incarnation incarnation, Logger logger) {
        this.state = state;
        this.incarnation = incarnation;
        this.logger = logger;
    }

    /// The life before this one. Who cannot read its record waits for the lease to end by itself, as for
    /// any namesake.
    Optional<Former> former(Duration now) {
        try {
            return state.read().flatMap(record -> record.former(state.network(), now));
        } catch (IOException e) {
            logger.log(Level.WARNING, "the former lease is not known: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    void guardedBy(Guardian newGuardian) {
        guardian = Optional.of(newGuardian);
    }

    /// To be called as soon as there is a lease, before anything hangs on it.
    void hold(LeaseId lease) throws IOException {
        state.write(LifeRecord.held(state.network(), incarnation, lease));
    }

    /// Whether this life has left addresses bound on purpose.
    boolean hasKept() {
        return hasKept;
    }

    @Override
    public void accept(Cycle cycle) {
        cycle.events().forEach(this::end);
    }

    private void end(Event event) {
        try {
            if (event instanceof Event.Left(LeaseId lease)) {
                state.write(LifeRecord.held(state.network(), incarnation, lease).ended());
                dismiss();
            } else if (event instanceof Event.Kept kept) {
                state.write(LifeRecord.held(state.network(), incarnation, kept.lease())
                        .keeping(kept.ips(), kept.proofEnds()));
                hasKept = true;
                dismiss();
            }
        } catch (IOException e) {
            logger.log(Level.WARNING, "the end of this life is not written down: {0}", e.getMessage());
        }
    }

    /// One that has ended already has nothing to do.
    private void dismiss() {
        if (guardian.isEmpty()) {
            return;
        }
        try {
            guardian.get().dismiss();
        } catch (IOException e) {
            logger.log(Level.WARNING, "the guardian cannot be sent away: {0}", e.getMessage());
        }
    }
}
