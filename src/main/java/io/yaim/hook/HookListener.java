package io.yaim.hook;

/// Told of every outcome, on any thread.
@FunctionalInterface
public interface HookListener {

    /// An event has this outcome.
    ///
    /// @param reason why it failed; else empty
    void ended(String hook, HookEvent event, Outcome outcome, String reason);
}
