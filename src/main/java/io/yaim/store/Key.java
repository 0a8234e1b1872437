package io.yaim.store;

import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;

/// What a key of the store stands for, told by its name alone.
public sealed interface Key {

    /// An entry of the pool: `ips/<address>`, or `ips/<address>/` with the slash.
    record OfEntry(VirtualIp ip, boolean hasSlash) implements Key {}

    /// The mark: `marks/<address>`.
    record OfMark(VirtualIp ip) implements Key {}

    /// The copy of the mark, for people and older tools: `ips/<address>/marked`.
    record OfMarkCopy(VirtualIp ip) implements Key {}

    /// `nodes/<nodename>`
    record OfNode(NodeName name) implements Key {}

    /// `members/<nodename>`
    record OfMember(NodeName name) implements Key {}

    /// `witnesses/<nodename>`
    record OfWitnesses(NodeName name) implements Key {}

    /// `neighbours/<nodename>`
    record OfNeighbours(NodeName name) implements Key {}

    /// `wishes/drain/<nodename>`
    record OfDrain(NodeName name) implements Key {}

    /// `wishes/pin/<address>`
    record OfPin(VirtualIp ip) implements Key {}

    /// `wishes/pause`
    record OfPause() implements Key {}

    /// Nothing that yaim knows.
    ///
    /// @param reason what was expected instead
    record Unknown(String reason) implements Key {}
}
