package io.yaim.plan;

import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;

/// Who a node is, and how it is reached: fixed for its whole life.
///
/// @param apiUrl where the others and people reach this node; empty when nowhere
/// @param peerAddress where the others ask it whether they may hold on; empty when nowhere
public record NodeIdentity(NodeName name, Incarnation incarnation, String apiUrl, String peerAddress) {}
