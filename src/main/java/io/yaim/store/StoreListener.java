package io.yaim.store;

import java.time.Duration;
import java.util.Optional;

/// Gets the result of each request of an adapter, on the thread that made it. For metrics; it must return at once.
@FunctionalInterface
public interface StoreListener {

    /// Ignores everything.
    StoreListener NONE = (operation, took, error) -> {};

    /// A request has ended.
    ///
    /// @param operation the kind of the request, one word of a small fixed set, such as `renew`
    /// @param took the time from the request to the reply or the timeout
    /// @param error why it failed, one word such as `UNAVAILABLE`; empty if it was answered
    void requestCompleted(String operation, Duration took, Optional<String> error);
}
