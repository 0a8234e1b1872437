package io.yaim.store.multicast;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Lets one after the other in, and lets whoever is in wait for what the others do.
public interface Monitor {

    /// Does it while nobody else is in.
    <T> T runExclusively(Supplier<T> inside);

    /// Waits until this is so, which is asked while nobody else is in, or until the time has come.
    ///
    /// @param until since boot; empty: however long it takes
    /// @return whether it is so
    boolean await(BooleanSupplier isSo, Optional<Duration> until) throws InterruptedIOException;
}
