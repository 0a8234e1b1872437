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

/// One request, whichever way it came.
///
/// @param path the segments between the slashes, decoded
/// @param query the parameters behind the question mark, decoded; of one that comes twice the last
/// @param headers by their names in lower case
public record ServerRequest(
        String method,
        List<String> path,
        Map<String, String> query,
        Map<String, String> headers,
        String body,
        Caller caller) {

    /// The largest body that is read, in bytes.
    public static final int LARGEST_BODY = 64 << 10;

    private static final int DEPTH = 6;

    public ServerRequest {
        path = List.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /// Who asks.
    ///
    /// @param name an address, or a user of this host
    /// @param isLocal whether the request came by the management socket, whose file's mode says who may
    /// @param isTls whether it came by TLS
    public record Caller(String name, boolean isLocal, boolean isTls) {}

    /// Takes the target of a request apart (RFC 9112, section 3.2.1).
    ///
    /// @throws IllegalArgumentException the target is none that can be read
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

    /// The fields of the JSON object in the body; none when there is no body.
    ///
    /// @throws IllegalArgumentException the body is no JSON object; the message says why
    public Fields json() {
        return StrictYaml.parse(body, LARGEST_BODY, DEPTH)
                .map(parsed -> Fields.of(parsed, "fields"))
                .orElseGet(() -> new Fields(Map.of()));
    }
}
