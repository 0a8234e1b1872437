package io.yaim.plan;

import io.yaim.model.Lease;
import java.util.Optional;

/// What entitles this node to hold addresses.
///
/// @param lease this node's lease; it may prove nothing any more while the witnesses agree that this node
///     holds on
/// @param unanimousConsent what the witnesses agree to, if all do
public record Entitlement(Optional<Lease> lease, Optional<UnanimousConsent> unanimousConsent) {}
