package io.yaim.loop.cycle;

import io.yaim.model.AddressSighting;
import io.yaim.model.BoundAddress;
import io.yaim.model.LeaseId;
import io.yaim.model.StoreChange;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Something that a cycle did, or that happened during it.
public sealed interface Event {

    record LeaseObtained(LeaseId lease, Duration grantedTtl) implements Event {}

    /// The lease gives no proof any more.
    record LeaseLost(LeaseId lease, String reason) implements Event {}

    record LeaseReleased(LeaseId lease) implements Event {}

    /// This node stops and retains these addresses. `proofEndsAt`, a time since boot, is when the kernel has
    /// dropped them.
    record AddressesRetained(LeaseId lease, List<VirtualIp> ips, Duration proofEndsAt) implements Event {}

    record Dropped(List<BoundAddress> addresses, String reason) implements Event {}

    record Bound(List<VirtualIp> ips, long lifetimeSeconds) implements Event {}

    /// Bound addresses got new lifetimes. `took` is the time for all of them.
    record Refreshed(int count, Duration took) implements Event {}

    /// The number of addresses that were announced, for the first time or again.
    record Announced(int count) implements Event {}

    /// The number of frames that were sent as unicast announcements.
    ///
    /// @param pendingAddresses the number of addresses with pending unicast announcements
    record UnicastAnnounced(int frames, int pendingAddresses) implements Event {}

    /// These interfaces have another hardware address, so `count` addresses on them are announced again.
    record HardwareChanged(Set<String> interfaceNames, int count) implements Event {}

    /// The number of addresses that were probed.
    record Probed(int count) implements Event {}

    /// A host answers for an orphaned entry that this node has claimed. So this node does not bind it yet.
    record ProbeAnswered(AddressSighting addressSighting) implements Event {}

    /// Another host says that it has an address that is bound here.
    record ConflictBegan(AddressSighting addressSighting) implements Event {}

    /// A conflict is over: no other host was heard for a while. With the last message.
    record ConflictEnded(AddressSighting addressSighting) implements Event {}

    record ChangeApplied(StoreChange storeChange) implements Event {}

    /// The condition of the change no longer held. The next cycle observes the present state.
    record ChangeRejected(StoreChange storeChange) implements Event {}

    /// What was tried, and why it failed.
    record Failed(String what, String reason) implements Event {}

    /// Whether the event is progress, so that the loop should observe again at once.
    default boolean isProgress() {
        return this instanceof LeaseObtained
                || this instanceof LeaseReleased
                || this instanceof Dropped
                || this instanceof Bound
                || this instanceof ChangeApplied;
    }
}
