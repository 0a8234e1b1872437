package io.yaim.store;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Words changes as [Step]s, for one commit. Writing a mark always writes its copy too.
///
/// What a comparison needs and the change does not bring, such as the revision of a member key, comes from
/// the image; an image that is behind leads to a refusal, never to a wrong write.
public final class Steps {

    private final KeySpace keys;
    private final LeaseId lease;
    private final Function<String, Optional<Image.Known>> image;
    private final Map<NodeName, Written> membersWritten = new HashMap<>();

    /// A member key that an earlier transaction of this commit wrote.
    private record Written(Incarnation incarnation, long revision) {}

    public Steps(KeySpace keys, LeaseId lease, Function<String, Optional<Image.Known>> image) {
        this.keys = keys;
        this.lease = lease;
        this.image = image;
    }

    /// Empty: what the change compares is known not to hold.
    public Optional<Step> step(Change change) {
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
    public void applied(Change change, long revision) {
        if (change instanceof Change.PutMember(var member)) {
            membersWritten.put(member.name(), new Written(member.incarnation(), revision));
        } else if (change instanceof Change.ReplaceMember(var member, var _)) {
            membersWritten.put(member.name(), new Written(member.incarnation(), revision));
        }
    }

    private Optional<Step> putMember(Change change, Member member) {
        String key = keys.member(member.name());
        boolean isFirst = image.apply(key).isEmpty() && !membersWritten.containsKey(member.name());
        Optional<Condition> condition = isFirst
                ? Optional.of(new Condition.Absent(key))
                : memberRevision(member.name(), member.incarnation())
                        .or(() -> waste(key))
                        .map(revision -> new Condition.At(key, revision));
        return condition.map(one -> step(change, List.of(one), put(key, MemberCodec.encode(member))));
    }

    private Optional<Step> replaceMember(Change change, Member member, Member former) {
        String key = keys.member(member.name());
        return at(key, former.revision())
                .map(same -> step(change, List.of(same), put(key, MemberCodec.encode(member))));
    }

    private Optional<Step> putNode(Change change, Node node) {
        String member = keys.member(node.name());
        Write put = put(keys.node(node.name()), NodeCodec.encode(node));
        return memberRevision(node.name(), node.incarnation())
                .map(revision -> step(change, List.of(new Condition.At(member, revision)), put));
    }

    private Optional<Step> withdraw(Change change, Node node) {
        String key = keys.node(node.name());
        return at(key, node.revision()).map(same -> step(change, List.of(same), new Write.Delete(key)));
    }

    private Optional<Step> claim(Change.Claim claim) {
        VirtualIp ip = claim.entry().ip();
        String mark = keys.mark(ip);
        Node self = claim.self();
        Condition isFree = waste(mark)
                .<Condition>map(revision -> new Condition.At(mark, revision))
                .orElse(new Condition.Absent(mark));
        Condition isThere = new Condition.Present(claim.entry().key());
        return at(keys.node(self.name()), self.revision())
                .map(same -> step(claim, List.of(isFree, isThere, same), putMark(ip, self.name(), lease)));
    }

    private Optional<Step> retake(Change change, Mark mark) {
        return at(keys.mark(mark.ip()), mark.revision())
                .map(same -> step(change, List.of(same), putMark(mark.ip(), mark.owner(), lease)));
    }

    private Optional<Step> unmark(Change change, Mark mark) {
        return at(keys.mark(mark.ip()), mark.revision())
                .map(same -> step(
                        change,
                        List.of(same),
                        new Write.Delete(keys.mark(mark.ip())),
                        new Write.Delete(keys.markCopy(mark.ip()))));
    }

    private Optional<Step> handOver(Change change, Mark mark, Node target) {
        Optional<Condition> isMarked = at(keys.mark(mark.ip()), mark.revision());
        Optional<Condition> isTarget = at(keys.node(target.name()), target.revision());
        if (isMarked.isEmpty() || isTarget.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(step(
                change, List.of(isMarked.get(), isTarget.get()), putMark(mark.ip(), target.name(), target.lease())));
    }

    /// Without a lease: it is there for those who find that the node's has ended.
    private Optional<Step> putWitnesses(Change change, Witnesses witnesses) {
        Tenancy of = witnesses.of();
        String member = keys.member(of.name());
        String key = keys.witnesses(of.name());
        Condition known = at(key, witnesses.revision())
                .or(() -> waste(key).map(present -> new Condition.At(key, present)))
                .orElse(new Condition.Absent(key));
        Write put = new Write.Put(key, WitnessesCodec.encode(witnesses), Optional.empty());
        return memberRevision(of.name(), of.incarnation())
                .map(revision -> step(change, List.of(new Condition.At(member, revision), known), put));
    }

    private Optional<Step> deleteWitnesses(Change change, Witnesses witnesses) {
        String key = keys.witnesses(witnesses.of().name());
        return at(key, witnesses.revision()).map(same -> step(change, List.of(same), new Write.Delete(key)));
    }

    private Optional<Step> putNeighbours(Change change, Neighbours neighbours) {
        String member = keys.member(neighbours.name());
        Write put = put(keys.neighbours(neighbours.name()), NeighboursCodec.encode(neighbours));
        return memberRevision(neighbours.name(), neighbours.incarnation())
                .map(revision -> step(change, List.of(new Condition.At(member, revision)), put));
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

    /// Empty: what was seen has not been written yet.
    private static Optional<Condition> at(String key, long revision) {
        return revision > 0 ? Optional.of(new Condition.At(key, revision)) : Optional.empty();
    }

    private Write[] putMark(VirtualIp ip, NodeName owner, LeaseId id) {
        return new Write[] {
            new Write.Put(keys.mark(ip), owner.value(), Optional.of(id)),
            new Write.Put(keys.markCopy(ip), owner.value(), Optional.of(id))
        };
    }

    private Write put(String key, String value) {
        return new Write.Put(key, value, Optional.of(lease));
    }

    private static Step step(Change change, List<Condition> conditions, Write... writes) {
        return new Step(change, new Transaction(conditions, List.of(writes)));
    }
}
