package io.yaim.hook;

import java.io.IOException;
import java.time.Duration;

/// Whoever a hook tells: a command, a web server. Any thread may call, several at a time.
public interface HookRecipient {

    /// Returns once it was told and said that all is well. When this thread is interrupted, it stops what
    /// it does.
    ///
    /// @throws IOException it could not be told in time, or did not agree; with what and why, and no secret
    void deliver(HookEvent event, Duration timeout) throws IOException, InterruptedException;
}
