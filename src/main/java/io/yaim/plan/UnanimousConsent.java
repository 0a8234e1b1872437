package io.yaim.plan;

import io.yaim.model.LeaseId;
import io.yaim.model.Proof;

/// What all witnesses agree to: that this node holds on to what hung on this lease, until then.
public record UnanimousConsent(LeaseId lease, Proof proof) {}
