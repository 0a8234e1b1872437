package io.yaim.hook;

/// Told of every outcome, on any thread.
@FunctionalInterface
public interface HookOutcomeListener {

    /// An event has this outcome.
    ///
    /// @param reason why it failed; else empty
    void deliveryEnded(String hook, HookEvent event, HookOutcome hookOutcome, String reason);
}
