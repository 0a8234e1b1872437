package io.yaim.hook;

import java.io.IOException;
import java.time.Duration;

/// The recipient of a hook's events: a command or a web server. Any thread may call, several at a time.
public interface HookRecipient {

    /// Delivers the event. Returns after the recipient has confirmed it. If this thread is interrupted, the delivery
    /// stops.
    ///
    /// @throws IOException the recipient did not answer in time or reported a failure; the message says what
    ///     and why, and contains no secret
    void deliver(HookEvent event, Duration timeout) throws IOException, InterruptedException;
}
