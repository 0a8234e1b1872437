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

/// Cleans up after a daemon that ended without doing so: drops its addresses, verifies that they are gone, and only
/// then hands them over and ends the one recorded lease.
///
/// The addresses stay bound until the store is reachable, or is found to be unreachable: no other node can have them
/// sooner anyway. Their expiry guard in the kernel limits that time. The caller holds the node's lock, so that no
/// daemon runs.
public final class Cleanup {

    /// Opens the host's addresses for each use, since the steps in between take much longer.
    public interface AddressesOpener {
        Addresses open() throws IOException;
    }

    /// Releases the lease in the store.
    public interface LeaseReleaser {

        /// Hands the dropped addresses over, if possible, and ends the lease.
        ///
        /// @param record the record of the incarnation
        /// @param drop called once the store is reachable, before anything is handed over or ended
        void release(IncarnationRecord record, AddressDrop drop) throws IOException;
    }

    /// Drops the addresses and verifies that they are gone.
    public interface AddressDrop {

        /// Drops all addresses of yaim, and those of the entries that the incarnation owned in every form, whichever
        /// program made it. Returns those that were bound when the daemon ended.
        ///
        /// @param owned the entries whose marks are on the lease, as far as is known
        /// @throws IOException an address is still bound
        Set<VirtualIp> dropAll(Set<VirtualIp> owned) throws IOException;
    }

    /// Stores the record of the incarnation, in which the end of its lease is recorded, too.
    public interface RecordStorage {
        Optional<IncarnationRecord> read() throws IOException;

        void write(IncarnationRecord record) throws IOException;
    }

    private final AddressesOpener addresses;
    private final LeaseReleaser leaseReleaser;
    private final RecordStorage storage;
    private final Consumer<String> output;

    public Cleanup(
            AddressesOpener addresses, LeaseReleaser store, RecordStorage recordStorage, Consumer<String> output) {
        this.addresses = addresses;
        this.leaseReleaser = store;
        this.storage = recordStorage;
        this.output = output;
    }

    /// Cleans up. Prints nothing if there was nothing to do.
    ///
    /// @param network the number of the present network namespace
    /// @throws IOException an address is still bound, or the lease could not be ended
    public void run(String network, Duration now) throws IOException {
        Optional<IncarnationRecord> last = read();
        if (last.filter(record -> record.isRetainedAt(now)).isPresent()) {
            output.accept("the addresses are retained for a restart");
            return;
        }
        Optional<IncarnationRecord> open = last.filter(record -> record.state() != IncarnationRecord.State.ENDED);
        if (open.isEmpty()) {
            drop(Set.of());
            return;
        }
        IncarnationRecord record = open.get();
        if (!record.network().equals(network)) {
            drop(Set.of());
            throw new IOException("lease " + record.lease() + " is not ended: its addresses are in network namespace "
                    + record.network() + ", this is " + network);
        }
        releaseLease(record);
        storage.write(record.ended());
        output.accept("ended lease " + record.lease());
    }

    private void releaseLease(IncarnationRecord record) throws IOException {
        boolean hasEnded = false;
        try {
            var had = new HashSet<>(bound()); // their lifetimes may end before the store is reachable
            leaseReleaser.release(record, owned -> {
                had.addAll(drop(owned));
                return had;
            });
            hasEnded = true;
        } finally {
            if (!hasEnded) {
                drop(Set.of());
            }
        }
    }

    /// Without a record no lease can be ended, but there may be addresses.
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

    private Set<VirtualIp> drop(Set<VirtualIp> owned) throws IOException {
        try (Addresses kernel = addresses.open()) {
            List<BoundAddress> found = present(kernel, owned);
            if (found.isEmpty()) {
                return Set.of();
            }
            Map<VirtualIp, String> refused = kernel.drop(found);
            List<BoundAddress> left = present(kernel, owned);
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

    private static List<BoundAddress> present(Addresses kernel, Set<VirtualIp> owned) throws IOException {
        return kernel.readHost().addresses().stream()
                .filter(address -> address.isOurs() || owned.contains(address.ip()))
                .toList();
    }

    private static String reason(Map<VirtualIp, String> refused, BoundAddress address) {
        String reason = refused.get(address.ip());
        return reason == null ? "" : " (" + reason + ")";
    }
}
