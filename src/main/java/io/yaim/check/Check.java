package io.yaim.check;

import java.io.IOException;
import java.time.Duration;

/// A check of the service that this node provides. Built-in checks and plug-ins implement this port.
///
/// Each run has a thread of its own, and two runs never overlap. Different runs may be on different threads. [#close]
/// is called once, from any thread, after the last run was started. It may be called while a run still hangs.
@FunctionalInterface
public interface Check extends AutoCloseable {

    /// Runs the check once.
    ///
    /// A wrong answer, and no answer within `timeout`, are a [Verdict.Fail] and count at once. If the service
    /// cannot be reached (refused, unreachable, connection lost), throw an [IOException]: the run is then
    /// repeated a few times before it counts. The caller does not rely on `timeout`: when it is over, the
    /// thread is interrupted and the run counts as failed.
    ///
    /// @param timeout the time limit of this run
    /// @throws IOException the service could not be reached
    Verdict run(Duration timeout) throws IOException, InterruptedException;

    @Override
    default void close() {}
}
