package io.yaim.plan;

import io.yaim.model.Lease;
import java.util.Optional;

/// The right of this node to hold addresses.
///
/// @param lease this node's lease; its proof may have ended while this node holds addresses by consent
/// @param unanimousConsent the consent of all peers, if each has given it
public record Entitlement(Optional<Lease> lease, Optional<UnanimousConsent> unanimousConsent) {}
