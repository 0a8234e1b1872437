package io.yaim.model;

import java.util.Optional;

/// A change that a node asks the store for. Each takes effect only if what it compares still holds, and all
/// are written under the lease that is passed beside them.
public sealed interface Change {

    /// Writes the member key. Compares: no other incarnation's member key is there.
    record PutMember(Member member) implements Change {}

    /// Writes the member key over that of this node's own former incarnation. Compares: its revision.
    record ReplaceMember(Member member, Member former) implements Change {}

    /// Writes the node key. Compares: this incarnation's member key is there.
    record PutNode(Node node) implements Change {}

    /// Deletes the node key. Compares: its revision.
    record WithdrawNode(Node node) implements Change {}

    /// Marks a free entry. Compares: no mark is there, the entry's key is there, the node key `self` is as
    /// seen.
    record Claim(Entry entry, Node self) implements Change {}

    /// Writes a mark in this node's name again, under the present lease. Compares: the mark's revision.
    record Retake(Mark mark) implements Change {}

    /// Deletes a mark. Compares: the mark's revision.
    record Unmark(Mark mark) implements Change {}

    /// Passes a mark on to `target`, under the target's lease. Compares: the mark's revision, and that the
    /// target's node key is as seen.
    record HandOver(Mark mark, Node target) implements Change {}

    /// Writes the record of witnesses, on no lease. Compares: this incarnation's member key is there, and
    /// the record is at the revision that is passed (0: it is absent).
    record PutWitnesses(Witnesses witnesses) implements Change {}

    /// Deletes a record of witnesses. Compares: its revision.
    record DeleteWitnesses(Witnesses witnesses) implements Change {}

    /// Writes the key of the neighbours. Compares: this incarnation's member key is there.
    record PutNeighbours(Neighbours neighbours) implements Change {}

    /// The mark that this change takes away from this node, if it does that.
    default Optional<Mark> released() {
        if (this instanceof Unmark unmark) {
            return Optional.of(unmark.mark);
        }
        return this instanceof HandOver handOver ? Optional.of(handOver.mark) : Optional.empty();
    }
}
