package io.yaim.plan;

import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;

/// The identity of a node and how it is reached. Fixed for an incarnation.
///
/// @param apiUrl where other nodes and people reach its API; empty: nowhere
/// @param peerAddress where its peers ask for consent; empty: nowhere
public record NodeIdentity(NodeName name, Incarnation incarnation, String apiUrl, String peerAddress) {}
