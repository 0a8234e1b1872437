package io.yaim.api;

import io.yaim.json.Fields;
import io.yaim.json.StrictYaml;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One request, from any listener.
///
/// @param path the segments between the slashes, decoded
/// @param query the decoded parameters after the question mark; of a repeated parameter the last value
/// @param headers by names in lower case
public record ServerRequest(
        String method,
        List<String> path,
        Map<String, String> query,
        Map<String, String> headers,
        String body,
        Caller caller) {

    /// The largest accepted body, in bytes.
    public static final int LARGEST_BODY = 64 << 10;

    private static final int DEPTH = 6;

    public ServerRequest {
        path = List.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /// The client of a request.
    ///
    /// @param name an address, or a user of this host
    /// @param isLocal whether the request came by the management socket, whose file mode decides who may open it
    /// @param isTls whether it came by TLS
    public record Caller(String name, boolean isLocal, boolean isTls) {}

    /// Parses the target of a request (RFC 9112, section 3.2.1).
    ///
    /// @throws IllegalArgumentException the target is malformed
    public static ServerRequest of(
            String method, String target, Map<String, String> headers, String body, Caller caller) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        var segments = new ArrayList<String>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(decoded(segment.replace("+", "%2B")));
            }
        }
        var query = new LinkedHashMap<String, String>();
        for (String pair : (mark < 0 ? "" : target.substring(mark + 1)).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String key = equals < 0 ? pair : pair.substring(0, equals);
                query.put(decoded(key), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return new ServerRequest(method, segments, query, headers, body, caller);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public boolean isWrite() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /// The same as [#json()], with `null` as the absence of a field.
    public Fields jsonWithoutNulls() {
        return StrictYaml.parse(body, LARGEST_BODY, DEPTH)
                .map(parsed -> Fields.withoutNulls(parsed, "fields"))
                .orElseGet(() -> new Fields(Map.of()));
    }

    /// Returns the fields of the JSON object in the body; none without a body.
    ///
    /// @throws IllegalArgumentException the body is not a JSON object; the message says why
    public Fields json() {
        return StrictYaml.parse(body, LARGEST_BODY, DEPTH)
                .map(parsed -> Fields.of(parsed, "fields"))
                .orElseGet(() -> new Fields(Map.of()));
    }
}
