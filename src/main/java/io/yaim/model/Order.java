package io.yaim.model;

/// A change of the pool, or of the wishes, that people ask for. Marks are none of their business.
public sealed interface Order {

    /// Puts an entry into the pool, unless it is there.
    ///
    /// @param options as the store keeps them: YAML or JSON, or nothing
    record Add(VirtualIp ip, String options) implements Order {}

    /// Gives an entry that is there other options.
    record Change(Entry entry, String options) implements Order {}

    /// Takes an entry out of the pool, and what was wished for it. Its owner drops it then.
    record Remove(VirtualIp ip) implements Order {}

    /// Wishes for as long as nobody withdraws it.
    record Make(Wish wish) implements Order {}

    /// Pins an entry that is there for as long as the node, which is as seen, keeps its lease.
    record Move(VirtualIp ip, Node target) implements Order {}

    /// Withdraws a wish; a pin wherever it is to.
    record Withdraw(Wish wish) implements Order {}
}
