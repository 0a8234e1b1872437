package io.yaim.model;

import java.util.Optional;

/// A change that a node asks the store for. Each takes effect only if what it compares still holds, and all
/// are written under the lease that is passed beside them.
public sealed interface StoreChange {

    /// Writes the member key. Compares: no other incarnation's member key is there.
    record PutMember(Member member) implements StoreChange {}

    /// Writes the member key over that of this node's own former incarnation. Compares: its revision.
    record ReplaceMember(Member member, Member previous) implements StoreChange {}

    /// Writes the node key. Compares: this incarnation's member key is there.
    record PutNode(Node node) implements StoreChange {}

    /// Deletes the node key. Compares: its revision.
    record DeleteNode(Node node) implements StoreChange {}

    /// Marks a free entry. Compares: no mark is there, the entry's key is there, the node key `self` is as
    /// seen.
    record Claim(Entry entry, Node self) implements StoreChange {}

    /// Writes a mark in this node's name again, under the present lease. Compares: the mark's revision.
    record Retake(Mark mark) implements StoreChange {}

    /// Deletes a mark. Compares: the mark's revision.
    record Unmark(Mark mark) implements StoreChange {}

    /// Passes a mark on to `target`, under the target's lease. Compares: the mark's revision, and that the
    /// target's node key is as seen.
    record HandOver(Mark mark, Node target) implements StoreChange {}

    /// Writes the record of witnesses, on no lease. Compares: this incarnation's member key is there, and
    /// the record is at the revision that is passed (0: it is absent).
    record PutConsentRecord(ConsentRecord consentRecord) implements StoreChange {}

    /// Deletes a record of witnesses. Compares: its revision.
    record DeleteConsentRecord(ConsentRecord consentRecord) implements StoreChange {}

    /// Writes the key of the neighbours. Compares: this incarnation's member key is there.
    record PutNeighbourReport(NeighbourReport neighbourReport) implements StoreChange {}

    /// The mark that this change takes away from this node, if it does that.
    default Optional<Mark> releasedMark() {
        if (this instanceof Unmark unmark) {
            return Optional.of(unmark.mark);
        }
        return this instanceof HandOver handOver ? Optional.of(handOver.mark) : Optional.empty();
    }
}
