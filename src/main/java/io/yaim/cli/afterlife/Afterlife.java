package io.yaim.cli.afterlife;

import io.yaim.address.Addresses;
import io.yaim.loop.Cycle;
import io.yaim.loop.Event;
import io.yaim.model.BoundAddress;
import io.yaim.model.Former;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What a daemon leaves on its host for whoever comes after it: the record of its life, and a guardian that
/// need not do anything once the daemon has cleared up itself. Used by the loop's thread.
public final class Afterlife implements Consumer<Cycle> {

    private final Guard.Book book;
    private final String network;
    private final Incarnation incarnation;
    private final Logger logger;
    private Optional<Guardian> guardian = Optional.empty();
    private boolean hasKept;

    /// @param network the number of the network namespace
    public Afterlife(Guard.Book book, String network, Incarnation incarnation, Logger logger) {
        this.book = book;
        this.network = network;
        this.incarnation = incarnation;
        this.logger = logger;
    }

    /// The life before this one. Who cannot read its record waits for the lease to end by itself, as for
    /// any namesake.
    public Optional<Former> former(Duration now) {
        try {
            return book.read().flatMap(record -> record.former(network, now));
        } catch (IOException e) {
            logger.log(Level.WARNING, "the former lease is not known: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    public void guardedBy(Guardian newGuardian) {
        guardian = Optional.of(newGuardian);
    }

    /// To be called as soon as there is a lease, before anything hangs on it.
    public void hold(LeaseId lease) throws IOException {
        book.write(LifeRecord.held(network, incarnation, lease));
    }

    /// Nothing of ours outlives the daemon, however it ends, but what it has kept.
    public void clearUp(Addresses addresses) throws IOException {
        List<BoundAddress> ours = hasKept ? List.of() : addresses.look().ours();
        if (!ours.isEmpty()) {
            addresses
                    .drop(ours)
                    .forEach((ip, reason) -> logger.log(Level.WARNING, "drop {0}: {1}", new Object[] {ip, reason}));
        }
    }

    @Override
    public void accept(Cycle cycle) {
        cycle.events().forEach(this::end);
    }

    private void end(Event event) {
        try {
            if (event instanceof Event.Left(LeaseId lease)) {
                book.write(LifeRecord.held(network, incarnation, lease).ended());
                dismiss();
            } else if (event instanceof Event.Kept kept) {
                book.write(LifeRecord.held(network, incarnation, kept.lease()).keeping(kept.ips(), kept.proofEnds()));
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
