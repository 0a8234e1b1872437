package io.yaim.hook;

import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Events and settings of hooks in a short notation.
final class HookFixtures {

    static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    static final NodeName NODE = new NodeName("a");
    static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));

    /// Always draws the smallest number, so that pauses are not shortened.
    static final RandomGenerator LEAST = () -> 0;

    private HookFixtures() {}

    static VirtualIp ip(int last) {
        return VirtualIp.parse("10.0.0." + last);
    }

    static HookEvent bind(int last) {
        return event(HookEventKind.BIND, last);
    }

    static HookEvent drop(int last) {
        return event(HookEventKind.DROP, last);
    }

    static HookEvent event(HookEventKind kind, int last) {
        return new HookEvent(
                kind, AT, NODE, ip(last), Optional.of(24), Optional.of("eth0"), Optional.empty(), "", Optional.empty());
    }

    static HookSettings queueing(int retries, HookEventKind... kinds) {
        return new HookSettings(
                "queueing", Set.of(kinds), Duration.ofSeconds(5), retries, BACKOFF, false, Optional.empty());
    }

    /// Repeated after a minute; drops are queued.
    static HookSettings ensuring() {
        return new HookSettings(
                "ensuring",
                Set.of(HookEventKind.BIND, HookEventKind.DROP),
                Duration.ofSeconds(60),
                0,
                BACKOFF,
                true,
                Optional.of(Duration.ofSeconds(60)));
    }
}
