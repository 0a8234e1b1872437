package io.yaim.cli.client;

import io.yaim.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A request to the API.
///
/// @param target path and query, as in a request line
/// @param body JSON; empty: none
public record ApiRequest(String method, String target, String body) {

    public static ApiRequest get(String target) {
        return new ApiRequest("GET", target, "");
    }

    public static ApiRequest post(String target) {
        return new ApiRequest("POST", target, "");
    }

    public static ApiRequest post(String target, Map<String, Object> body) {
        return new ApiRequest("POST", target, Json.of(body));
    }

    public static ApiRequest delete(String target) {
        return new ApiRequest("DELETE", target, "");
    }

    /// Encodes user input as one segment of a path or one value of a query.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
