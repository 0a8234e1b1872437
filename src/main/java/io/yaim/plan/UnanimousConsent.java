package io.yaim.plan;

import io.yaim.model.LeaseId;
import io.yaim.model.Proof;

/// The consent of all peers: this node may hold what was on this lease until the proof ends.
public record UnanimousConsent(LeaseId lease, Proof proof) {}
