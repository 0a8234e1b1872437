package io.yaim.daemon.recovery;

import io.yaim.address.Addresses;
import io.yaim.model.BoundAddress;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Clears up after a daemon that ended without having done so: takes its addresses off, sees that they are
/// gone, and only then passes them on and ends the one lease that it wrote down. They answer until the store is
/// at hand, or is found to be away, for nobody has them sooner if they do not; what limits that is their guard
/// in the kernel. Whoever calls holds the node's lock, so that no daemon runs.
public final class Cleanup {

    /// The host's addresses are opened for each use: what follows takes much longer.
    public interface AddressesOpener {
        Addresses open() throws IOException;
    }

    /// The store.
    public interface LeaseReleaser {

        /// Takes leave of it.
        ///
        /// @param record as it was written down
        /// @param drop to be done as soon as the store is at hand, and before anything is passed on or ended
        void release(IncarnationRecord record, AddressDrop drop) throws IOException;
    }

    /// Takes the addresses off and sees that they are gone.
    public interface AddressDrop {

        /// Returns those that the daemon had bound to its end.
        ///
        /// @throws IOException something is still bound
        Set<VirtualIp> dropAll() throws IOException;
    }

    /// What the daemon wrote down, and where it is written down that its lease has been ended.
    public interface RecordStorage {
        Optional<IncarnationRecord> read() throws IOException;

        void write(IncarnationRecord record) throws IOException;
    }

    private final AddressesOpener addresses;
    private final LeaseReleaser leaseReleaser;
    private final RecordStorage storage;
    private final Consumer<String> output;

    public Cleanup(AddressesOpener addresses, LeaseReleaser store, RecordStorage recordStorage, Consumer<String> told) {
        this.addresses = addresses;
        this.leaseReleaser = store;
        this.storage = recordStorage;
        this.output = told;
    }

    /// Says nothing where there was nothing to do.
    ///
    /// @param network the number of the present network namespace
    /// @throws IOException something is still bound, or the lease could not be ended
    public void run(String network, Duration now) throws IOException {
        Optional<IncarnationRecord> last = read();
        if (last.filter(record -> record.isRetainedAt(now)).isPresent()) {
            output.accept("the addresses were left bound for a restart");
            return;
        }
        Optional<IncarnationRecord> open = last.filter(record -> record.state() != IncarnationRecord.State.ENDED);
        if (open.isEmpty()) {
            drop();
            return;
        }
        IncarnationRecord record = open.get();
        if (!record.network().equals(network)) {
            drop();
            throw new IOException(
                    "lease " + record.lease() + " is not ended: its addresses are in the network namespace "
                            + record.network() + ", and this is " + network);
        }
        releaseLease(record);
        storage.write(record.ended());
        output.accept("ended lease " + record.lease());
    }

    private void releaseLease(IncarnationRecord record) throws IOException {
        boolean hasEnded = false;
        try {
            var had = new HashSet<>(bound()); // their lifetimes may end before the store is at hand
            leaseReleaser.release(record, () -> {
                had.addAll(drop());
                return had;
            });
            hasEnded = true;
        } finally {
            if (!hasEnded) {
                drop();
            }
        }
    }

    /// Without a record there is no lease to end, but there may be addresses.
    private Optional<IncarnationRecord> read() {
        try {
            return storage.read();
        } catch (IOException e) {
            output.accept("the lease is not known: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Set<VirtualIp> bound() throws IOException {
        try (Addresses kernel = addresses.open()) {
            return kernel.readHost().ours().stream().map(BoundAddress::ip).collect(Collectors.toSet());
        }
    }

    private Set<VirtualIp> drop() throws IOException {
        try (Addresses kernel = addresses.open()) {
            List<BoundAddress> found = kernel.readHost().ours();
            if (found.isEmpty()) {
                return Set.of();
            }
            Map<VirtualIp, String> refused = kernel.drop(found);
            List<BoundAddress> left = kernel.readHost().ours();
            output.accept("dropped " + (found.size() - left.size()) + " of " + found.size() + " addresses");
            if (!left.isEmpty()) {
                throw new IOException("still bound: "
                        + left.stream()
                                .map(address ->
                                        address.ip() + " on " + address.interfaceName() + reason(refused, address))
                                .collect(Collectors.joining(", ")));
            }
            return found.stream().map(BoundAddress::ip).collect(Collectors.toSet());
        }
    }

    private static String reason(Map<VirtualIp, String> refused, BoundAddress address) {
        String reason = refused.get(address.ip());
        return reason == null ? "" : " (" + reason + ")";
    }
}
