package io.yaim.loop;

import io.yaim.model.BoundAddress;
import io.yaim.model.Change;
import io.yaim.model.LeaseId;
import io.yaim.model.Sighting;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;

/// Something that a pass did, or that happened to it.
public sealed interface Event {

    record Joined(LeaseId lease, Duration granted) implements Event {}

    /// The lease proves nothing any more.
    record LeaseLost(LeaseId lease, String reason) implements Event {}

    record Left(LeaseId lease) implements Event {}

    /// This node stops and leaves these addresses bound; `proofEnds` is when the kernel has dropped them,
    /// since boot.
    record Kept(LeaseId lease, List<VirtualIp> ips, Duration proofEnds) implements Event {}

    record Dropped(List<BoundAddress> addresses, String reason) implements Event {}

    record Bound(List<VirtualIp> ips, long lifetimeSeconds) implements Event {}

    /// Bound addresses got new lifetimes; `took` is the time for all of them.
    record Refreshed(int count, Duration took) implements Event {}

    /// So many addresses were announced, for the first time or once more.
    record Announced(int count) implements Event {}

    /// So many frames went to single neighbours, to tell them of addresses.
    ///
    /// @param left how many addresses there are still neighbours to be told of
    record Directed(int frames, int left) implements Event {}

    /// The neighbours were asked whether somebody has one of so many addresses.
    record Probed(int count) implements Event {}

    /// Somebody answers for an entry that this node has claimed from a vanished owner: it is not bound yet.
    record Answered(Sighting sighting) implements Event {}

    /// Somebody else says that it has an address that is bound here.
    record ConflictBegan(Sighting sighting) implements Event {}

    /// Nobody else has said so for a while; the last who did.
    record ConflictEnded(Sighting sighting) implements Event {}

    record Changed(Change change) implements Event {}

    /// What the change compares was no longer so; the next pass sees how things are.
    record Refused(Change change) implements Event {}

    /// What was tried, and why it failed.
    record Failed(String what, String reason) implements Event {}

    /// Whether it moved things on, so that it is worth looking again at once.
    default boolean isProgress() {
        return this instanceof Joined
                || this instanceof Left
                || this instanceof Dropped
                || this instanceof Bound
                || this instanceof Changed;
    }
}
