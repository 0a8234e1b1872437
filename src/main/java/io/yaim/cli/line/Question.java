package io.yaim.cli.line;

import io.yaim.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What is asked of the API.
///
/// @param target path and query, as a request line has them
/// @param body JSON; empty: none
public record Question(String method, String target, String body) {

    public static Question get(String target) {
        return new Question("GET", target, "");
    }

    public static Question post(String target) {
        return new Question("POST", target, "");
    }

    public static Question post(String target, Map<String, Object> body) {
        return new Question("POST", target, Json.of(body));
    }

    public static Question delete(String target) {
        return new Question("DELETE", target, "");
    }

    /// What somebody typed, as one segment of a path or one value of a query.
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
