package io.yaim.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The handler of one method and one pattern of paths.
///
/// @param pattern segments, of which `{}` matches any
public record Route(String method, List<String> pattern, Handler handler) {

    private static final String ANY = "{}";

    public Route {
        pattern = List.copyOf(pattern);
    }

    /// Handles a request. `arguments` are the segments that the pattern leaves open.
    public interface Handler {
        ServerResponse handle(ServerRequest serverRequest, List<String> arguments)
                throws HttpErrorException, IOException;
    }

    /// Creates the route of this method and this path.
    ///
    /// @param path such as `/v1/entries/{}/move`
    public static Route of(String method, String path, Handler handler) {
        return new Route(
                method,
                Arrays.stream(path.split("/"))
                        .filter(segment -> !segment.isEmpty())
                        .toList(),
                handler);
    }

    /// Returns the arguments if the path matches the pattern.
    Optional<List<String>> match(List<String> path) {
        if (path.size() != pattern.size()) {
            return Optional.empty();
        }
        var arguments = new ArrayList<String>();
        for (int i = 0; i < path.size(); i++) {
            if (pattern.get(i).equals(ANY)) {
                arguments.add(path.get(i));
            } else if (!pattern.get(i).equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(arguments);
    }

    /// Returns the path as OpenAPI writes it if each open segment is called `name`.
    String path() {
        return "/" + String.join("/", pattern);
    }
}
