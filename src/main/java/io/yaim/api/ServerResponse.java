package io.yaim.api;

import io.yaim.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// A response.
///
/// @param type the media type; empty without content
public record ServerResponse(int status, String type, Map<String, String> headers, Content content) {

    public ServerResponse {
        headers = Map.copyOf(headers);
    }

    /// The body of a response.
    public sealed interface Content {

        /// A complete body, to be sent in UTF-8.
        record Whole(String text) implements Content {}

        /// A body that is written bit by bit, until it ends or the client has gone.
        record Streamed(BodyWriter bodyWriter) implements Content {}
    }

    /// Writes the content as it becomes available.
    @FunctionalInterface
    public interface BodyWriter {
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    public static ServerResponse json(int status, Object value) {
        return text(status, "application/json", Json.of(value));
    }

    public static ServerResponse text(int status, String type, String text) {
        return new ServerResponse(status, type, Map.of(), new Content.Whole(text));
    }

    public static ServerResponse plain(int status, String text) {
        return text(status, "text/plain; charset=utf-8", text);
    }

    /// Returns a success without content (RFC 9110, section 15.3.5).
    public static ServerResponse noContent() {
        return new ServerResponse(204, "", Map.of(), new Content.Whole(""));
    }

    public static ServerResponse streamed(String type, BodyWriter bodyWriter) {
        return new ServerResponse(200, type, Map.of(), new Content.Streamed(bodyWriter));
    }

    public ServerResponse withHeader(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ServerResponse(status, type, more, content);
    }
}
