package io.yaim.api;

import io.yaim.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is answered.
///
/// @param type the media type; empty where there is no content
public record ServerResponse(int status, String type, Map<String, String> headers, Content content) {

    public ServerResponse {
        headers = Map.copyOf(headers);
    }

    /// What stands below the headers.
    public sealed interface Content {

        /// All of it, to be sent in UTF-8.
        record Whole(String text) implements Content {}

        /// Something that comes bit by bit, until it ends or nobody reads any more.
        record Streamed(BodyWriter bodyWriter) implements Content {}
    }

    /// Writes the content as it comes.
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

    /// Done, and nothing to say (RFC 9110, section 15.3.5).
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
