package io.yaim.store;

import io.yaim.model.ConsentRecord;
import io.yaim.model.Entry;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.NeighbourReport;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.PrintableLine;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.util.Optional;

/// The meaning of one key of the store. Each key has one: a key that is not understood is [Unmanaged], never an
/// exception.
public sealed interface DecodedKey {

    /// An entry of the pool.
    ///
    /// @param hasSlash whether the key ends with a slash; such an entry gives way to one without
    record OfEntry(Entry entry, boolean hasSlash) implements DecodedKey {}

    record OfMark(Mark mark) implements DecodedKey {}

    record OfNode(Node node) implements DecodedKey {}

    record OfMember(Member member) implements DecodedKey {}

    record OfConsentRecord(ConsentRecord consentRecord) implements DecodedKey {}

    record OfNeighbourReport(NeighbourReport neighbourReport) implements DecodedKey {}

    record OfWish(Wish wish) implements DecodedKey {}

    /// A copy for other programs, which yaim never reads.
    record OfMarkCopy() implements DecodedKey {}

    /// A key that yaim does not manage.
    ///
    /// @param text the key and the reason, fit for a log
    /// @param entry the address of the entry that it would have been
    record Unmanaged(String text, Optional<VirtualIp> entry) implements DecodedKey {}

    /// Decodes the key.
    static DecodedKey decode(KeySpace keys, RawKey rawKey) {
        ParsedKey parsedKey = keys.parse(rawKey.key());
        try {
            return switch (parsedKey) {
                case ParsedKey.OfEntry(var ip, var hasSlash) ->
                    new OfEntry(EntryCodec.decode(ip, rawKey.key(), rawKey.value()), hasSlash);
                case ParsedKey.OfMark(var ip) -> new OfMark(mark(ip, rawKey));
                case ParsedKey.OfMarkCopy _ -> new OfMarkCopy();
                case ParsedKey.OfNode(var name) -> new OfNode(node(name, rawKey));
                case ParsedKey.OfMember(var name) -> new OfMember(member(name, rawKey));
                case ParsedKey.OfConsentRecord(var name) -> new OfConsentRecord(consentRecord(name, rawKey));
                case ParsedKey.OfNeighbourReport(var name) -> new OfNeighbourReport(neighbourReport(name, rawKey));
                case ParsedKey.OfDrain(var name) -> new OfWish(new Wish.Drain(name));
                case ParsedKey.OfPin(var ip) -> new OfWish(new Wish.Pin(ip, new NodeName(rawKey.value())));
                case ParsedKey.OfPause _ -> new OfWish(new Wish.Pause());
                case ParsedKey.Unknown(var reason) -> unmanaged(rawKey, reason, Optional.empty());
            };
        } catch (IllegalArgumentException e) {
            Optional<VirtualIp> entry =
                    parsedKey instanceof ParsedKey.OfEntry entryKey ? Optional.of(entryKey.ip()) : Optional.empty();
            return unmanaged(rawKey, String.valueOf(e.getMessage()), entry);
        }
    }

    private static Mark mark(VirtualIp ip, RawKey rawKey) {
        return new Mark(ip, new NodeName(rawKey.value()), rawKey.lease(), rawKey.revision());
    }

    private static Node node(NodeName name, RawKey rawKey) {
        Node node = NodeCodec.decode(rawKey.value(), rawKey.revision());
        checkIdentity(name, rawKey, node.name(), node.lease());
        return node;
    }

    private static Member member(NodeName name, RawKey rawKey) {
        Member member = MemberCodec.decode(rawKey.value(), rawKey.revision());
        checkIdentity(name, rawKey, member.name(), member.lease());
        return member;
    }

    private static ConsentRecord consentRecord(NodeName name, RawKey rawKey) {
        ConsentRecord consentRecord = ConsentRecordCodec.decode(rawKey.value(), rawKey.revision());
        if (!name.equals(consentRecord.tenancy().name())) {
            throw new IllegalArgumentException(
                    "names itself " + consentRecord.tenancy().name());
        }
        return consentRecord;
    }

    private static NeighbourReport neighbourReport(NodeName name, RawKey rawKey) {
        NeighbourReport neighbourReport = NeighbourReportCodec.decode(rawKey.value(), rawKey.revision());
        checkIdentity(name, rawKey, neighbourReport.name(), neighbourReport.lease());
        return neighbourReport;
    }

    /// A key on another lease, or for another node, was not written by that node.
    private static void checkIdentity(NodeName keyName, RawKey rawKey, NodeName name, LeaseId lease) {
        if (!keyName.equals(name)) {
            throw new IllegalArgumentException("names itself " + name);
        }
        if (!rawKey.lease().equals(Optional.of(lease))) {
            throw new IllegalArgumentException("names lease " + lease + " and hangs on "
                    + rawKey.lease().map(LeaseId::toString).orElse("none"));
        }
    }

    private static Unmanaged unmanaged(RawKey rawKey, String reason, Optional<VirtualIp> entry) {
        return new Unmanaged(PrintableLine.of(rawKey.key(), 120) + ": " + PrintableLine.of(reason, 160), entry);
    }
}
