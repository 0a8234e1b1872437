package io.yaim.plan;

import java.time.Duration;

/// What the loop remembers of the lifetimes that it gave.
///
/// @param refreshedUntil the end of the proof by which lifetimes were last refreshed
/// @param consentLifetimesUntil the latest end of a proof by consent for which a lifetime was given
/// @param heldWithoutProofAt when addresses were last given a lifetime without a proof
public record RememberedLifetimes(
        Duration refreshedUntil, Duration consentLifetimesUntil, Duration heldWithoutProofAt) {}
