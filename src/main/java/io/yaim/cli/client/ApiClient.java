package io.yaim.cli.client;

import java.io.IOException;

/// A client of the API.
public interface ApiClient extends AutoCloseable {

    /// Sends a request, and waits half a minute at most.
    ///
    /// @throws NoAnswerException no server answers
    /// @throws java.nio.file.AccessDeniedException this user may not connect
    ApiResponse send(ApiRequest apiRequest) throws IOException;

    /// Passes events on as they happen, until the server ends the stream.
    ///
    /// @param target the path of server-sent events
    void followEvents(String target, EventHandler eventHandler) throws IOException;

    @Override
    void close();

    /// Receives each event.
    @FunctionalInterface
    interface EventHandler {
        void handle(Object event) throws IOException;
    }
}
