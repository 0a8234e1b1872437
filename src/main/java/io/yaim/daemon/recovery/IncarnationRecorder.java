package io.yaim.daemon.recovery;

import io.yaim.address.Addresses;
import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.BoundAddress;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.PreviousTenancy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Records the incarnation of the daemon for those that follow it, and dismisses the guardian once the daemon has
/// cleaned up itself. The loop's thread uses it.
public final class IncarnationRecorder implements Consumer<Cycle> {

    private final Cleanup.RecordStorage storage;
    private final String network;
    private final Incarnation incarnation;
    private final Logger logger;
    private Optional<Guardian> guardian = Optional.empty();
    private boolean hasRetained;

    /// @param network the number of the network namespace
    public IncarnationRecorder(
            Cleanup.RecordStorage recordStorage, String network, Incarnation incarnation, Logger logger) {
        this.storage = recordStorage;
        this.network = network;
        this.incarnation = incarnation;
        this.logger = logger;
    }

    /// Returns the previous incarnation. If its record cannot be read, the node waits for the old lease to end by
    /// itself, as for the lease of any namesake.
    public Optional<PreviousTenancy> previousTenancy(Duration now) {
        try {
            return storage.read().flatMap(record -> record.toPreviousTenancy(network, now));
        } catch (IOException e) {
            logger.log(Level.WARNING, "the lease of the previous incarnation is not known: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    public void setGuardian(Guardian newGuardian) {
        guardian = Optional.of(newGuardian);
    }

    /// Call it as soon as there is a lease, before any key is written with it.
    public void recordLease(LeaseId lease) throws IOException {
        storage.write(IncarnationRecord.held(network, incarnation, lease));
    }

    /// No address of yaim outlives the daemon, however it ends, except retained ones.
    public void dropRemaining(Addresses addresses) throws IOException {
        List<BoundAddress> ours = hasRetained ? List.of() : addresses.readHost().ours();
        if (!ours.isEmpty()) {
            addresses
                    .drop(ours)
                    .forEach((ip, reason) -> logger.log(Level.WARNING, "drop {0}: {1}", new Object[] {ip, reason}));
        }
    }

    @Override
    public void accept(Cycle cycle) {
        cycle.events().forEach(this::recordEnd);
    }

    private void recordEnd(Event event) {
        try {
            if (event instanceof Event.LeaseReleased(LeaseId lease)) {
                storage.write(
                        IncarnationRecord.held(network, incarnation, lease).ended());
                dismissGuardian();
            } else if (event instanceof Event.AddressesRetained addressesRetained) {
                storage.write(IncarnationRecord.held(network, incarnation, addressesRetained.lease())
                        .retaining(addressesRetained.ips(), addressesRetained.proofEndsAt()));
                hasRetained = true;
                dismissGuardian();
            }
        } catch (IOException e) {
            logger.log(Level.WARNING, "the end of this incarnation could not be recorded: {0}", e.getMessage());
        }
    }

    /// A guardian that has ended already needs no dismissal.
    private void dismissGuardian() {
        if (guardian.isEmpty()) {
            return;
        }
        try {
            guardian.get().dismiss();
        } catch (IOException e) {
            logger.log(Level.WARNING, "the guardian could not be dismissed: {0}", e.getMessage());
        }
    }
}
