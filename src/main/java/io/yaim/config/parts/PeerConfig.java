package io.yaim.config.parts;

import java.net.InetSocketAddress;

/// How the nodes ask each other directly.
///
/// @param listen where this node is asked, and what the others are told
/// @param secret what they all share
public record PeerConfig(InetSocketAddress listen, Secret secret) {}
