package io.yaim.plan;

import java.time.Duration;

/// What the loop remembers of the lifetimes that it gave.
///
/// @param refreshedUntil when the proof ends for which lifetimes were last refreshed
/// @param consentLifetimesUntil when the last proof by witnesses ends for which a lifetime was given
/// @param heldWithoutProofAt when addresses were last given a lifetime that nothing proves
public record RememberedLifetimes(
        Duration refreshedUntil, Duration consentLifetimesUntil, Duration heldWithoutProofAt) {}
