package io.yaim.store;

import io.yaim.model.ConsentRecord;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.NeighbourReport;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.Tenancy;
import io.yaim.model.VirtualIp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Converts changes to [ChangeTransaction]s, for one commit. A write of a mark always writes its copy too.
///
/// What a comparison needs and the change does not contain, such as the revision of a member key, comes from the
/// snapshot. A snapshot that is behind leads to a refusal, never to a wrong write.
public final class TransactionBuilder {

    private final KeySpace keys;
    private final LeaseId lease;
    private final Function<String, Optional<DecodedSnapshot.KeyState>> lookup;
    private final Map<NodeName, Written> membersWritten = new HashMap<>();

    /// A member key that an earlier transaction of this commit wrote.
    private record Written(Incarnation incarnation, long revision) {}

    public TransactionBuilder(
            KeySpace keys, LeaseId lease, Function<String, Optional<DecodedSnapshot.KeyState>> image) {
        this.keys = keys;
        this.lease = lease;
        this.lookup = image;
    }

    /// Empty: it is known that what the change compares does not hold.
    public Optional<ChangeTransaction> build(StoreChange storeChange) {
        return switch (storeChange) {
            case StoreChange.PutMember(var member) -> putMember(storeChange, member);
            case StoreChange.ReplaceMember(var member, var former) -> replaceMember(storeChange, member, former);
            case StoreChange.PutNode(var node) -> putNode(storeChange, node);
            case StoreChange.DeleteNode(var node) -> deleteNode(storeChange, node);
            case StoreChange.Claim claim -> claim(claim);
            case StoreChange.Retake(var mark) -> retake(storeChange, mark);
            case StoreChange.Unmark(var mark) -> unmark(storeChange, mark);
            case StoreChange.HandOver(var mark, var target) -> handOver(storeChange, mark, target);
            case StoreChange.PutConsentRecord(var consentRecord) -> putConsentRecord(storeChange, consentRecord);
            case StoreChange.DeleteConsentRecord(var consentRecord) -> deleteConsentRecord(storeChange, consentRecord);
            case StoreChange.PutNeighbourReport(var neighbourReport) ->
                putNeighbourReport(storeChange, neighbourReport);
        };
    }

    /// Remembers what later changes of this commit may compare.
    public void recordApplied(StoreChange storeChange, long revision) {
        if (storeChange instanceof StoreChange.PutMember(var member)) {
            membersWritten.put(member.name(), new Written(member.incarnation(), revision));
        } else if (storeChange instanceof StoreChange.ReplaceMember(var member, var _)) {
            membersWritten.put(member.name(), new Written(member.incarnation(), revision));
        }
    }

    private Optional<ChangeTransaction> putMember(StoreChange storeChange, Member member) {
        String key = keys.member(member.name());
        boolean isFirst = lookup.apply(key).isEmpty() && !membersWritten.containsKey(member.name());
        Optional<Condition> condition = isFirst
                ? Optional.of(new Condition.Absent(key))
                : memberRevision(member.name(), member.incarnation())
                        .or(() -> unusedRevision(key))
                        .map(revision -> new Condition.AtRevision(key, revision));
        return condition.map(one -> build(storeChange, List.of(one), put(key, MemberCodec.encode(member))));
    }

    private Optional<ChangeTransaction> replaceMember(StoreChange storeChange, Member member, Member former) {
        String key = keys.member(member.name());
        return unchangedSince(key, former.revision())
                .map(same -> build(storeChange, List.of(same), put(key, MemberCodec.encode(member))));
    }

    private Optional<ChangeTransaction> putNode(StoreChange storeChange, Node node) {
        String member = keys.member(node.name());
        Write put = put(keys.node(node.name()), NodeCodec.encode(node));
        return memberRevision(node.name(), node.incarnation())
                .map(revision -> build(storeChange, List.of(new Condition.AtRevision(member, revision)), put));
    }

    private Optional<ChangeTransaction> deleteNode(StoreChange storeChange, Node node) {
        String key = keys.node(node.name());
        return unchangedSince(key, node.revision())
                .map(same -> build(storeChange, List.of(same), new Write.Delete(key)));
    }

    private Optional<ChangeTransaction> claim(StoreChange.Claim claim) {
        VirtualIp ip = claim.entry().ip();
        String mark = keys.mark(ip);
        Node self = claim.self();
        Condition isFree = unusedRevision(mark)
                .<Condition>map(revision -> new Condition.AtRevision(mark, revision))
                .orElse(new Condition.Absent(mark));
        Condition isThere = new Condition.Present(claim.entry().key());
        return unchangedSince(keys.node(self.name()), self.revision())
                .map(same -> build(claim, List.of(isFree, isThere, same), putMark(ip, self.name(), lease)));
    }

    private Optional<ChangeTransaction> retake(StoreChange storeChange, Mark mark) {
        return unchangedSince(keys.mark(mark.ip()), mark.revision())
                .map(same -> build(storeChange, List.of(same), putMark(mark.ip(), mark.owner(), lease)));
    }

    private Optional<ChangeTransaction> unmark(StoreChange storeChange, Mark mark) {
        return unchangedSince(keys.mark(mark.ip()), mark.revision())
                .map(same -> build(
                        storeChange,
                        List.of(same),
                        new Write.Delete(keys.mark(mark.ip())),
                        new Write.Delete(keys.markCopy(mark.ip()))));
    }

    private Optional<ChangeTransaction> handOver(StoreChange storeChange, Mark mark, Node target) {
        Optional<Condition> isMarked = unchangedSince(keys.mark(mark.ip()), mark.revision());
        Optional<Condition> isTarget = unchangedSince(keys.node(target.name()), target.revision());
        if (isMarked.isEmpty() || isTarget.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(build(
                storeChange,
                List.of(isMarked.get(), isTarget.get()),
                putMark(mark.ip(), target.name(), target.lease())));
    }

    /// Without a lease: other nodes need it when the lease of this node has ended.
    private Optional<ChangeTransaction> putConsentRecord(StoreChange storeChange, ConsentRecord consentRecord) {
        Tenancy of = consentRecord.tenancy();
        String member = keys.member(of.name());
        String key = keys.consentRecord(of.name());
        Condition known = unchangedSince(key, consentRecord.revision())
                .or(() -> unusedRevision(key).map(present -> new Condition.AtRevision(key, present)))
                .orElse(new Condition.Absent(key));
        Write put = new Write.Put(key, ConsentRecordCodec.encode(consentRecord), Optional.empty());
        return memberRevision(of.name(), of.incarnation())
                .map(revision -> build(storeChange, List.of(new Condition.AtRevision(member, revision), known), put));
    }

    private Optional<ChangeTransaction> deleteConsentRecord(StoreChange storeChange, ConsentRecord consentRecord) {
        String key = keys.consentRecord(consentRecord.tenancy().name());
        return unchangedSince(key, consentRecord.revision())
                .map(same -> build(storeChange, List.of(same), new Write.Delete(key)));
    }

    private Optional<ChangeTransaction> putNeighbourReport(StoreChange storeChange, NeighbourReport neighbourReport) {
        String member = keys.member(neighbourReport.name());
        Write put = put(keys.neighbourReport(neighbourReport.name()), NeighbourReportCodec.encode(neighbourReport));
        return memberRevision(neighbourReport.name(), neighbourReport.incarnation())
                .map(revision -> build(storeChange, List.of(new Condition.AtRevision(member, revision)), put));
    }

    /// The revision of the member key, if it is that of this incarnation.
    private Optional<Long> memberRevision(NodeName name, Incarnation incarnation) {
        if (membersWritten.containsKey(name)) {
            return Optional.of(membersWritten.get(name))
                    .filter(written -> written.incarnation().equals(incarnation))
                    .map(Written::revision);
        }
        return lookup.apply(keys.member(name))
                .filter(keyState -> keyState.decoded() instanceof DecodedKey.OfMember(var member)
                        && member.incarnation().equals(incarnation))
                .map(DecodedSnapshot.KeyState::revision);
    }

    /// The revision of a key that is not understood and hangs on no lease, so that no node can be using it.
    private Optional<Long> unusedRevision(String key) {
        return lookup.apply(key)
                .filter(keyState -> keyState.decoded() instanceof DecodedKey.Unmanaged
                        && keyState.lease().isEmpty())
                .map(DecodedSnapshot.KeyState::revision);
    }

    /// Empty: what was seen has not been written yet.
    private static Optional<Condition> unchangedSince(String key, long revision) {
        return revision > 0 ? Optional.of(new Condition.AtRevision(key, revision)) : Optional.empty();
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

    private static ChangeTransaction build(StoreChange storeChange, List<Condition> conditions, Write... writes) {
        return new ChangeTransaction(storeChange, new Transaction(conditions, List.of(writes)));
    }
}
