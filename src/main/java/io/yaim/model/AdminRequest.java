package io.yaim.model;

/// A change of the pool or of the wishes that an operator requests. Operators do not change marks.
public sealed interface AdminRequest {

    /// Adds an entry to the pool if it is not there.
    ///
    /// @param options in the form of the store: YAML, JSON, or empty
    record AddEntry(VirtualIp ip, String options) implements AdminRequest {}

    /// Replaces the options of an existing entry.
    record ChangeEntry(Entry entry, String options) implements AdminRequest {}

    /// Removes an entry and its wishes from the pool. Then its owner drops the address.
    record RemoveEntry(VirtualIp ip) implements AdminRequest {}

    /// Sets a wish until it is withdrawn.
    record SetWish(Wish wish) implements AdminRequest {}

    /// Pins an existing entry to the node for as long as the node keeps its lease. The node key must be
    /// unchanged.
    record MoveEntry(VirtualIp ip, Node target) implements AdminRequest {}

    /// Withdraws a wish. A pin is withdrawn whichever node it names.
    record WithdrawWish(Wish wish) implements AdminRequest {}
}
