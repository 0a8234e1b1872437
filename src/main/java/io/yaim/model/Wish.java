package io.yaim.model;

/// What people want of the planner, as the store keeps it.
public sealed interface Wish {

    /// The node gives its entries away and takes none.
    record Drain(NodeName node) implements Wish {}

    /// The entry stays on the node while the node is eligible, whatever the shares.
    record Pin(VirtualIp ip, NodeName node) implements Wish {}

    /// No entry moves for balance.
    record Pause() implements Wish {}
}
