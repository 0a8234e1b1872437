package io.yaim.config;

import java.time.Duration;
import java.util.Optional;

/// What is said on the wire about addresses.
///
/// @param count how often each is
/// @param interval between two announcements of one address
/// @param framesPerSecond the most that are sent, all addresses together
/// @param period between two announcements of one address after those; absent: never again
/// @param isProbing whether an entry whose owner vanished is probed before it is bound
public record AnnounceConfig(
        int count, Duration interval, int framesPerSecond, Optional<Duration> period, boolean isProbing) {}
