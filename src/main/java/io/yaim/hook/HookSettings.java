package io.yaim.hook;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// When one hook is told of what, without whom it tells.
///
/// @param timeout how long one attempt may take
/// @param retries how often an event is told again that could not be told
/// @param ensures whether a bound address is told until that succeeds, however often
/// @param refresh after which time a success is repeated; absent: never. Only for hooks that ensure
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

    /// Whether such an event is told once, with a few retries. What is ensured is not.
    boolean queues(HookEventKind kind) {
        return on.contains(kind) && !(ensures && kind == HookEventKind.BIND);
    }
}
