package io.yaim.hook;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// When one hook delivers which events; the recipient is separate.
///
/// @param timeout how long one attempt may take
/// @param retries how often a failed delivery of an event is retried
/// @param ensures whether a bound address is delivered until that succeeds, without a limit of retries
/// @param refresh after which time a success is repeated; empty: never. Only for hooks that ensure
public record HookSettings(
        String name,
        Set<HookEventKind> on,
        Duration timeout,
        int retries,
        Backoff backoff,
        boolean ensures,
        Optional<Duration> refresh) {

    public HookSettings {
        on = Set.copyOf(on);
        if (on.isEmpty() || (ensures && !on.contains(HookEventKind.BIND))) {
            throw new IllegalArgumentException("hook " + name + " on " + on);
        }
    }

    /// Returns whether events of this kind are delivered once, with a few retries. Ensured ones are not.
    boolean queues(HookEventKind kind) {
        return on.contains(kind) && !(ensures && kind == HookEventKind.BIND);
    }
}
