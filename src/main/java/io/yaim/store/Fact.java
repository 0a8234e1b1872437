package io.yaim.store;

import io.yaim.model.Entry;
import io.yaim.model.LeaseId;
import io.yaim.model.Line;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Neighbours;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.model.Witnesses;
import java.util.Optional;

/// What one key of the store says. Every key says something: what makes no sense is [Odd], never an
/// exception.
public sealed interface Fact {

    /// An entry of the pool.
    ///
    /// @param hasSlash whether the key ends with a slash; such an entry gives way to one without
    record OfEntry(Entry entry, boolean hasSlash) implements Fact {}

    record OfMark(Mark mark) implements Fact {}

    record OfNode(Node node) implements Fact {}

    record OfMember(Member member) implements Fact {}

    record OfWitnesses(Witnesses witnesses) implements Fact {}

    record OfNeighbours(Neighbours neighbours) implements Fact {}

    record OfWish(Wish wish) implements Fact {}

    /// A copy for others, which yaim never reads.
    record OfCopy() implements Fact {}

    /// Something that yaim does not manage.
    ///
    /// @param text the key and the reason, fit for a log
    /// @param entry the address of the entry that it would have been
    record Odd(String text, Optional<VirtualIp> entry) implements Fact {}

    /// Understands the key.
    static Fact of(KeySpace keys, Stored stored) {
        Key key = keys.parse(stored.key());
        try {
            return switch (key) {
                case Key.OfEntry(var ip, var hasSlash) ->
                    new OfEntry(EntryCodec.decode(ip, stored.key(), stored.value()), hasSlash);
                case Key.OfMark(var ip) -> new OfMark(mark(ip, stored));
                case Key.OfMarkCopy _ -> new OfCopy();
                case Key.OfNode(var name) -> new OfNode(node(name, stored));
                case Key.OfMember(var name) -> new OfMember(member(name, stored));
                case Key.OfWitnesses(var name) -> new OfWitnesses(witnesses(name, stored));
                case Key.OfNeighbours(var name) -> new OfNeighbours(neighbours(name, stored));
                case Key.OfDrain(var name) -> new OfWish(new Wish.Drain(name));
                case Key.OfPin(var ip) -> new OfWish(new Wish.Pin(ip, new NodeName(stored.value())));
                case Key.OfPause _ -> new OfWish(new Wish.Pause());
                case Key.Unknown(var reason) -> odd(stored, reason, Optional.empty());
            };
        } catch (IllegalArgumentException e) {
            Optional<VirtualIp> entry =
                    key instanceof Key.OfEntry entryKey ? Optional.of(entryKey.ip()) : Optional.empty();
            return odd(stored, String.valueOf(e.getMessage()), entry);
        }
    }

    private static Mark mark(VirtualIp ip, Stored stored) {
        return new Mark(ip, new NodeName(stored.value()), stored.lease(), stored.revision());
    }

    private static Node node(NodeName name, Stored stored) {
        Node node = NodeCodec.decode(stored.value(), stored.revision());
        checkIdentity(name, stored, node.name(), node.lease());
        return node;
    }

    private static Member member(NodeName name, Stored stored) {
        Member member = MemberCodec.decode(stored.value(), stored.revision());
        checkIdentity(name, stored, member.name(), member.lease());
        return member;
    }

    private static Witnesses witnesses(NodeName name, Stored stored) {
        Witnesses witnesses = WitnessesCodec.decode(stored.value(), stored.revision());
        if (!name.equals(witnesses.of().name())) {
            throw new IllegalArgumentException("names itself " + witnesses.of().name());
        }
        return witnesses;
    }

    private static Neighbours neighbours(NodeName name, Stored stored) {
        Neighbours neighbours = NeighboursCodec.decode(stored.value(), stored.revision());
        checkIdentity(name, stored, neighbours.name(), neighbours.lease());
        return neighbours;
    }

    /// A key that outlives its lease, or speaks for another node, was written by nobody who may.
    private static void checkIdentity(NodeName keyName, Stored stored, NodeName name, LeaseId lease) {
        if (!keyName.equals(name)) {
            throw new IllegalArgumentException("names itself " + name);
        }
        if (!stored.lease().equals(Optional.of(lease))) {
            throw new IllegalArgumentException("names lease " + lease + " and hangs on "
                    + stored.lease().map(LeaseId::toString).orElse("none"));
        }
    }

    private static Odd odd(Stored stored, String reason, Optional<VirtualIp> entry) {
        return new Odd(Line.of(stored.key(), 120) + ": " + Line.of(reason, 160), entry);
    }
}
