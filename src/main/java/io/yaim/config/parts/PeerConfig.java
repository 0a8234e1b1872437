package io.yaim.config.parts;

import io.yaim.setting.Secret;
import java.net.InetSocketAddress;

/// How the nodes ask each other without the store.
///
/// @param listen where this node is asked; the other nodes learn this address
/// @param secret what all nodes share
public record PeerConfig(InetSocketAddress listen, Secret secret) {}
