package io.yaim.model;

import java.util.Optional;

/// A change that a node requests of the store. It takes effect only if its comparisons hold. Keys are written
/// under the lease that is passed with the changes.
public sealed interface StoreChange {

    /// Writes the member key. Compares: no other incarnation's member key is there.
    record PutMember(Member member) implements StoreChange {}

    /// Replaces the member key of this node's own previous incarnation. Compares: its revision.
    record ReplaceMember(Member member, Member previous) implements StoreChange {}

    /// Writes the node key. Compares: this incarnation's member key is there.
    record PutNode(Node node) implements StoreChange {}

    /// Deletes the node key. Compares: its revision.
    record DeleteNode(Node node) implements StoreChange {}

    /// Marks a free entry. Compares: no mark is there, the entry's key is there, the node key `self` is
    /// unchanged.
    record Claim(Entry entry, Node self) implements StoreChange {}

    /// Writes a mark in this node's name again, under its present lease. Compares: the mark's revision.
    record Retake(Mark mark) implements StoreChange {}

    /// Deletes a mark. Compares: the mark's revision.
    record Unmark(Mark mark) implements StoreChange {}

    /// Rewrites a mark in the name of `target`, under the target's lease. Compares: the mark's revision, and
    /// that the target's node key is unchanged.
    record HandOver(Mark mark, Node target) implements StoreChange {}

    /// Writes the consent record, on no lease. Compares: this incarnation's member key is there, and the record
    /// is at its given revision (0: it is absent).
    record PutConsentRecord(ConsentRecord consentRecord) implements StoreChange {}

    /// Deletes a consent record. Compares: its revision.
    record DeleteConsentRecord(ConsentRecord consentRecord) implements StoreChange {}

    /// Writes the neighbour report. Compares: this incarnation's member key is there.
    record PutNeighbourReport(NeighbourReport neighbourReport) implements StoreChange {}

    /// The mark that this change takes from this node, if any.
    default Optional<Mark> releasedMark() {
        if (this instanceof Unmark unmark) {
            return Optional.of(unmark.mark);
        }
        return this instanceof HandOver handOver ? Optional.of(handOver.mark) : Optional.empty();
    }
}
