package io.yaim.store;

import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;

/// What a key of the store stands for, told by its name alone.
public sealed interface ParsedKey {

    /// An entry of the pool: `ips/<address>`, or `ips/<address>/` with the slash.
    record OfEntry(VirtualIp ip, boolean hasSlash) implements ParsedKey {}

    /// The mark: `marks/<address>`.
    record OfMark(VirtualIp ip) implements ParsedKey {}

    /// The copy of the mark, for people and older tools: `ips/<address>/marked`.
    record OfMarkCopy(VirtualIp ip) implements ParsedKey {}

    /// `nodes/<nodename>`
    record OfNode(NodeName name) implements ParsedKey {}

    /// `members/<nodename>`
    record OfMember(NodeName name) implements ParsedKey {}

    /// `witnesses/<nodename>`
    record OfConsentRecord(NodeName name) implements ParsedKey {}

    /// `neighbours/<nodename>`
    record OfNeighbourReport(NodeName name) implements ParsedKey {}

    /// `wishes/drain/<nodename>`
    record OfDrain(NodeName name) implements ParsedKey {}

    /// `wishes/pin/<address>`
    record OfPin(VirtualIp ip) implements ParsedKey {}

    /// `wishes/pause`
    record OfPause() implements ParsedKey {}

    /// A key that yaim does not know.
    ///
    /// @param reason what was expected instead
    record Unknown(String reason) implements ParsedKey {}
}
