package io.yaim.hook;

import io.yaim.model.VirtualIp;

/// A change of an entry's state on this node.
///
/// @param from the state before, such as `STANDBY`
/// @param event what made it change, such as `elected`
public record Transition(VirtualIp ip, String from, String event, String to) {}
