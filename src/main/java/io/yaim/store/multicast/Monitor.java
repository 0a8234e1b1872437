package io.yaim.store.multicast;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Runs code of several threads one at a time, and lets a thread wait for what the others do.
public interface Monitor {

    /// Runs this while no other thread runs anything in the monitor.
    <T> T runExclusively(Supplier<T> inside);

    /// Waits until the condition holds, which is evaluated in the monitor, or until the time has come.
    ///
    /// @param until since boot; empty: without a limit
    /// @return whether the condition holds
    boolean await(BooleanSupplier isSo, Optional<Duration> until) throws InterruptedIOException;
}
