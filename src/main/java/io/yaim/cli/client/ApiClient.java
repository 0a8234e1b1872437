package io.yaim.cli.client;

import java.io.IOException;

/// A way to the API.
public interface ApiClient extends AutoCloseable {

    /// Asks, and waits half a minute at most.
    ///
    /// @throws NoAnswerException nobody is there who answers
    /// @throws java.nio.file.AccessDeniedException this user may not ask there
    ApiResponse send(ApiRequest apiRequest) throws IOException;

    /// Hands on what happens, as it happens, until the other side ends.
    ///
    /// @param target of server-sent events
    void followEvents(String target, EventHandler eventHandler) throws IOException;

    @Override
    void close();

    /// Is told of each event.
    @FunctionalInterface
    interface EventHandler {
        void handle(Object event) throws IOException;
    }
}
