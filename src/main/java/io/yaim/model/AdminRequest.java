package io.yaim.model;

/// A change of the pool, or of the wishes, that people ask for. Marks are none of their business.
public sealed interface AdminRequest {

    /// Puts an entry into the pool, unless it is there.
    ///
    /// @param options as the store keeps them: YAML or JSON, or nothing
    record AddEntry(VirtualIp ip, String options) implements AdminRequest {}

    /// Gives an entry that is there other options.
    record ChangeEntry(Entry entry, String options) implements AdminRequest {}

    /// Takes an entry out of the pool, and what was wished for it. Its owner drops it then.
    record RemoveEntry(VirtualIp ip) implements AdminRequest {}

    /// Wishes for as long as nobody withdraws it.
    record SetWish(Wish wish) implements AdminRequest {}

    /// Pins an entry that is there for as long as the node, which is as seen, keeps its lease.
    record MoveEntry(VirtualIp ip, Node target) implements AdminRequest {}

    /// Withdraws a wish; a pin wherever it is to.
    record WithdrawWish(Wish wish) implements AdminRequest {}
}
