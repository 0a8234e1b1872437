package io.yaim.store;

import java.time.Duration;
import java.util.Optional;

/// Is told of every request that an adapter made, on the thread that made it. For metrics; must return at
/// once.
@FunctionalInterface
public interface StoreListener {

    /// Does not care.
    StoreListener NONE = (operation, took, error) -> {};

    /// A request is over.
    ///
    /// @param operation what was asked for, one word of a small fixed set, such as `renew`
    /// @param took from the question to the answer or the end of patience
    /// @param error why it failed, one word such as `UNAVAILABLE`; empty when it was answered
    void requestCompleted(String operation, Duration took, Optional<String> error);
}
