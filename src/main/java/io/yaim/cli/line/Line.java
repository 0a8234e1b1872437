package io.yaim.cli.line;

import java.io.IOException;

/// A way to the API.
public interface Line extends AutoCloseable {

    /// Asks, and waits half a minute at most.
    ///
    /// @throws NoAnswerException nobody is there who answers
    /// @throws java.nio.file.AccessDeniedException this user may not ask there
    Answer ask(Question question) throws IOException;

    /// Hands on what happens, as it happens, until the other side ends.
    ///
    /// @param target of server-sent events
    void follow(String target, Listener listener) throws IOException;

    @Override
    void close();

    /// Is told of each event.
    @FunctionalInterface
    interface Listener {
        void hear(Object event) throws IOException;
    }
}
