package io.yaim.config;

import java.time.Duration;

/// How bound addresses are announced.
///
/// @param count how often each is
/// @param interval between two announcements of one address
/// @param framesPerSecond the most that are sent, all addresses together
public record AnnounceConfig(int count, Duration interval, int framesPerSecond) {}
