package io.yaim.check;

import java.io.IOException;
import java.time.Duration;

/// One test of the service that this node stands for: the port that built-in checks and plugins implement.
///
/// Each run is made on a thread of its own, and never two at a time; a run need not be on the thread of the one
/// before. [#close] is called once, from any thread, when no run follows; it may come while a run still hangs.
@FunctionalInterface
public interface Check extends AutoCloseable {

    /// Asks the service once.
    ///
    /// A wrong answer, and silence for longer than `timeout`, are a [Verdict.Fail] and count at once. A service
    /// that could not be asked (refused, unreachable, connection lost) is an [IOException]: that is tried again
    /// a few times before it counts. Whoever calls does not rely on `timeout` being kept: when it is over, the
    /// thread is interrupted and the run counts as failed.
    Verdict run(Duration timeout) throws IOException, InterruptedException;

    @Override
    default void close() {}
}
