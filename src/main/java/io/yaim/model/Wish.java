package io.yaim.model;

/// A key by which an operator guides the planner.
public sealed interface Wish {

    /// The node hands over its entries and takes none.
    record Drain(NodeName node) implements Wish {}

    /// The entry is on the node while the node is eligible, whatever the shares.
    record Pin(VirtualIp ip, NodeName node) implements Wish {}

    /// No entry moves to balance the shares.
    record Pause() implements Wish {}
}
