package io.yaim.loop.announce;

import java.time.Duration;
import java.util.Optional;

/// How often and how fast bound addresses are announced, and whether entries are probed.
///
/// @param rounds the number of announcements of each address after its bind
/// @param spacing the time between two announcements of one address
/// @param framesPerSecond the highest rate for all addresses together; also the number of frames at once after a
///     second without any
/// @param period the time between two announcements after the last round; absent: no further announcements
/// @param isProbing whether an orphaned entry is probed before it is bound
/// @param unicastTargets the neighbours that also get a unicast announcement
public record AnnounceSettings(
        int rounds,
        Duration spacing,
        int framesPerSecond,
        Optional<Duration> period,
        boolean isProbing,
        UnicastTargets unicastTargets) {}
