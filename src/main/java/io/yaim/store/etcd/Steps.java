package io.yaim.store.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import io.yaim.model.Change;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Neighbours;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.model.VirtualIp;
import io.yaim.model.Witnesses;
import io.yaim.store.Fact;
import io.yaim.store.KeySpace;
import io.yaim.store.MemberCodec;
import io.yaim.store.NeighboursCodec;
import io.yaim.store.NodeCodec;
import io.yaim.store.WitnessesCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Words changes as [Step]s, for one commit. Writing a mark always writes its copy too.
///
/// What a comparison needs and the change does not bring, such as the revision of a member key, comes from
/// the image; an image that is behind leads to a refusal, never to a wrong write.
final class Steps {

    private final KeySpace keys;
    private final LeaseId lease;
    private final Function<String, Optional<Image.Known>> image;
    private final Map<NodeName, Written> membersWritten = new HashMap<>();

    /// A member key that an earlier transaction of this commit wrote.
    private record Written(Incarnation incarnation, long revision) {}

    Steps(KeySpace keys, LeaseId lease, Function<String, Optional<Image.Known>> image) {
        this.keys = keys;
        this.lease = lease;
        this.image = image;
    }

    /// Empty: what the change compares is known not to hold.
    Optional<Step> step(Change change) {
        return switch (change) {
            case Change.PutMember(var member) -> putMember(change, member);
            case Change.ReplaceMember(var member, var former) -> replaceMember(change, member, former);
            case Change.PutNode(var node) -> putNode(change, node);
            case Change.WithdrawNode(var node) -> withdraw(change, node);
            case Change.Claim claim -> claim(claim);
            case Change.Retake(var mark) -> retake(change, mark);
            case Change.Unmark(var mark) -> unmark(change, mark);
            case Change.HandOver(var mark, var target) -> handOver(change, mark, target);
            case Change.PutWitnesses(var witnesses) -> putWitnesses(change, witnesses);
            case Change.DeleteWitnesses(var witnesses) -> deleteWitnesses(change, witnesses);
            case Change.PutNeighbours(var neighbours) -> putNeighbours(change, neighbours);
        };
    }

    /// Takes note of what later changes of this commit may compare.
    void applied(Change change, long revision) {
        if (change instanceof Change.PutMember(var member)) {
            membersWritten.put(member.name(), new Written(member.incarnation(), revision));
        } else if (change instanceof Change.ReplaceMember(var member, var _)) {
            membersWritten.put(member.name(), new Written(member.incarnation(), revision));
        }
    }

    private Optional<Step> putMember(Change change, Member member) {
        String key = keys.member(member.name());
        boolean isFirst = image.apply(key).isEmpty() && !membersWritten.containsKey(member.name());
        Optional<Cmp> comparison = isFirst
                ? Optional.of(isAbsent(key))
                : memberRevision(member.name(), member.incarnation())
                        .or(() -> waste(key))
                        .map(revision -> isAt(key, revision));
        return comparison.map(one -> new Step(
                change, Set.of(key), Set.of(key), List.of(one), List.of(put(key, MemberCodec.encode(member)))));
    }

    private Optional<Step> replaceMember(Change change, Member member, Member former) {
        String key = keys.member(member.name());
        return written(former.revision())
                .map(revision -> new Step(
                        change,
                        Set.of(key),
                        Set.of(key),
                        List.of(isAt(key, revision)),
                        List.of(put(key, MemberCodec.encode(member)))));
    }

    private Optional<Step> putNode(Change change, Node node) {
        String member = keys.member(node.name());
        String key = keys.node(node.name());
        return memberRevision(node.name(), node.incarnation())
                .map(revision -> new Step(
                        change,
                        Set.of(member),
                        Set.of(key),
                        List.of(isAt(member, revision)),
                        List.of(put(key, NodeCodec.encode(node)))));
    }

    private Optional<Step> withdraw(Change change, Node node) {
        String key = keys.node(node.name());
        return written(node.revision())
                .map(revision ->
                        new Step(change, Set.of(key), Set.of(key), List.of(isAt(key, revision)), List.of(delete(key))));
    }

    private Optional<Step> claim(Change.Claim claim) {
        VirtualIp ip = claim.entry().ip();
        String mark = keys.mark(ip);
        String entry = claim.entry().key();
        String node = keys.node(claim.self().name());
        Cmp isFree = waste(mark).map(revision -> isAt(mark, revision)).orElseGet(() -> isAbsent(mark));
        return written(claim.self().revision())
                .map(revision -> new Step(
                        claim,
                        Set.of(mark, entry, node),
                        markKeys(ip),
                        List.of(isFree, isThere(entry), isAt(node, revision)),
                        putMark(ip, claim.self().name(), lease)));
    }

    private Optional<Step> retake(Change change, Mark mark) {
        return written(mark.revision())
                .map(revision -> new Step(
                        change,
                        Set.of(),
                        markKeys(mark.ip()),
                        List.of(isAt(keys.mark(mark.ip()), revision)),
                        putMark(mark.ip(), mark.owner(), lease)));
    }

    private Optional<Step> unmark(Change change, Mark mark) {
        return written(mark.revision())
                .map(revision -> new Step(
                        change,
                        Set.of(),
                        markKeys(mark.ip()),
                        List.of(isAt(keys.mark(mark.ip()), revision)),
                        List.of(delete(keys.mark(mark.ip())), delete(keys.markCopy(mark.ip())))));
    }

    private Optional<Step> handOver(Change change, Mark mark, Node target) {
        String node = keys.node(target.name());
        if (written(mark.revision()).isEmpty() || written(target.revision()).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Step(
                change,
                Set.of(node),
                markKeys(mark.ip()),
                List.of(isAt(keys.mark(mark.ip()), mark.revision()), isAt(node, target.revision())),
                putMark(mark.ip(), target.name(), target.lease())));
    }

    /// Without a lease: it is there for those who find that the node's has ended.
    private Optional<Step> putWitnesses(Change change, Witnesses witnesses) {
        Tenancy of = witnesses.of();
        String member = keys.member(of.name());
        String key = keys.witnesses(of.name());
        Optional<Long> known = written(witnesses.revision()).or(() -> waste(key));
        Op put = Op.put(Reader.bytes(key), utf8(WitnessesCodec.encode(witnesses)), PutOption.DEFAULT);
        return memberRevision(of.name(), of.incarnation())
                .map(revision -> new Step(
                        change,
                        Set.of(member),
                        Set.of(key),
                        List.of(
                                isAt(member, revision),
                                known.map(present -> isAt(key, present)).orElseGet(() -> isAbsent(key))),
                        List.of(put)));
    }

    private Optional<Step> deleteWitnesses(Change change, Witnesses witnesses) {
        String key = keys.witnesses(witnesses.of().name());
        return written(witnesses.revision())
                .map(revision ->
                        new Step(change, Set.of(key), Set.of(key), List.of(isAt(key, revision)), List.of(delete(key))));
    }

    private Optional<Step> putNeighbours(Change change, Neighbours neighbours) {
        String member = keys.member(neighbours.name());
        String key = keys.neighbours(neighbours.name());
        return memberRevision(neighbours.name(), neighbours.incarnation())
                .map(revision -> new Step(
                        change,
                        Set.of(member),
                        Set.of(key),
                        List.of(isAt(member, revision)),
                        List.of(put(key, NeighboursCodec.encode(neighbours)))));
    }

    private Set<String> markKeys(VirtualIp ip) {
        return Set.of(keys.mark(ip), keys.markCopy(ip));
    }

    /// The revision of the member key, where it is this incarnation's.
    private Optional<Long> memberRevision(NodeName name, Incarnation incarnation) {
        if (membersWritten.containsKey(name)) {
            return Optional.of(membersWritten.get(name))
                    .filter(written -> written.incarnation().equals(incarnation))
                    .map(Written::revision);
        }
        return image.apply(keys.member(name))
                .filter(known -> known.fact() instanceof Fact.OfMember(var member)
                        && member.incarnation().equals(incarnation))
                .map(Image.Known::revision);
    }

    /// The revision of a key that says nothing and hangs on no lease, so that nobody can be using it.
    private Optional<Long> waste(String key) {
        return image.apply(key)
                .filter(known ->
                        known.fact() instanceof Fact.Odd && known.lease().isEmpty())
                .map(Image.Known::revision);
    }

    /// A revision of 0 compares as "is absent" in etcd, which is never what is meant.
    private static Optional<Long> written(long revision) {
        return revision > 0 ? Optional.of(revision) : Optional.empty();
    }

    private List<Op> putMark(VirtualIp ip, NodeName owner, LeaseId id) {
        return List.of(put(keys.mark(ip), owner.value(), id), put(keys.markCopy(ip), owner.value(), id));
    }

    private Op put(String key, String value) {
        return put(key, value, lease);
    }

    private static Op put(String key, String value, LeaseId id) {
        PutOption option = PutOption.builder().withLeaseId(id.value()).build();
        return Op.put(Reader.bytes(key), utf8(value), option);
    }

    private static ByteSequence utf8(String value) {
        return ByteSequence.from(value, StandardCharsets.UTF_8);
    }

    private static Op delete(String key) {
        return Op.delete(Reader.bytes(key), DeleteOption.DEFAULT);
    }

    private static Cmp isAbsent(String key) {
        return new Cmp(Reader.bytes(key), Cmp.Op.EQUAL, CmpTarget.createRevision(0));
    }

    private static Cmp isThere(String key) {
        return new Cmp(Reader.bytes(key), Cmp.Op.GREATER, CmpTarget.createRevision(0));
    }

    private static Cmp isAt(String key, long revision) {
        return new Cmp(Reader.bytes(key), Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
    }
}
