package io.yaim.loop.announce;

import java.time.Duration;
import java.util.Optional;

/// What is said on the wire: how often and how fast bound addresses are announced.
///
/// @param rounds how often each is
/// @param spacing between two announcements of one address
/// @param framesPerSecond the most that are sent, all addresses together; also how many may go out at once
///     after a quiet second
/// @param period between two announcements after the last round; absent: that was the last
/// @param isProbing whether an entry whose owner vanished is probed before it is bound
/// @param unicastTargets who is told alone, beside all
public record AnnounceSettings(
        int rounds,
        Duration spacing,
        int framesPerSecond,
        Optional<Duration> period,
        boolean isProbing,
        UnicastTargets unicastTargets) {}
