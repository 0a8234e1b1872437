package io.yaim.hook;

/// Receives every outcome, on any thread.
@FunctionalInterface
public interface HookOutcomeListener {

    /// An event has this outcome.
    ///
    /// @param reason why it failed; empty otherwise
    void deliveryEnded(String hook, HookEvent event, HookOutcome hookOutcome, String reason);
}
