package io.yaim.loop.cycle;

import io.yaim.model.AddressSighting;
import io.yaim.model.BoundAddress;
import io.yaim.model.LeaseId;
import io.yaim.model.StoreChange;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Something that a pass did, or that happened to it.
public sealed interface Event {

    record LeaseObtained(LeaseId lease, Duration grantedTtl) implements Event {}

    /// The lease proves nothing any more.
    record LeaseLost(LeaseId lease, String reason) implements Event {}

    record LeaseReleased(LeaseId lease) implements Event {}

    /// This node stops and leaves these addresses bound; `proofEndsAt` is when the kernel has dropped them,
    /// since boot.
    record AddressesRetained(LeaseId lease, List<VirtualIp> ips, Duration proofEndsAt) implements Event {}

    record Dropped(List<BoundAddress> addresses, String reason) implements Event {}

    record Bound(List<VirtualIp> ips, long lifetimeSeconds) implements Event {}

    /// Bound addresses got new lifetimes; `took` is the time for all of them.
    record Refreshed(int count, Duration took) implements Event {}

    /// So many addresses were announced, for the first time or once more.
    record Announced(int count) implements Event {}

    /// So many frames went to single neighbours, to tell them of addresses.
    ///
    /// @param pendingAddresses how many addresses there are still neighbours to be told of
    record UnicastAnnounced(int frames, int pendingAddresses) implements Event {}

    /// These interfaces have another hardware address, so that so many addresses are announced anew.
    record HardwareChanged(Set<String> interfaceNames, int count) implements Event {}

    /// The neighbours were asked whether somebody has one of so many addresses.
    record Probed(int count) implements Event {}

    /// Somebody answers for an entry that this node has claimed from a vanished owner: it is not bound yet.
    record ProbeAnswered(AddressSighting addressSighting) implements Event {}

    /// Somebody else says that it has an address that is bound here.
    record ConflictBegan(AddressSighting addressSighting) implements Event {}

    /// Nobody else has said so for a while; the last who did.
    record ConflictEnded(AddressSighting addressSighting) implements Event {}

    record ChangeApplied(StoreChange storeChange) implements Event {}

    /// What the change compares was no longer so; the next pass sees how things are.
    record ChangeRejected(StoreChange storeChange) implements Event {}

    /// What was tried, and why it failed.
    record Failed(String what, String reason) implements Event {}

    /// Whether it moved things on, so that it is worth looking again at once.
    default boolean isProgress() {
        return this instanceof LeaseObtained
                || this instanceof LeaseReleased
                || this instanceof Dropped
                || this instanceof Bound
                || this instanceof ChangeApplied;
    }
}
