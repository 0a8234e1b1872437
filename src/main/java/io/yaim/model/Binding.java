package io.yaim.model;

import java.util.Optional;

/// How an entry is bound on this node.
///
/// @param label the complete IPv4 label, such as `eth0:vip`; ignored for IPv6, which has no labels
public record Binding(VirtualIp ip, String interfaceName, int prefix, Optional<String> label) {}
