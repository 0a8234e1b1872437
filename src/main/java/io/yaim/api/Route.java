package io.yaim.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What one method does to one kind of path.
///
/// @param pattern segments, of which `{}` stands for any
public record Route(String method, List<String> pattern, Handler handler) {

    private static final String ANY = "{}";

    public Route {
        pattern = List.copyOf(pattern);
    }

    /// Answers a request; `arguments` are the segments that the pattern leaves open.
    public interface Handler {
        ServerResponse handle(ServerRequest serverRequest, List<String> arguments)
                throws HttpErrorException, IOException;
    }

    /// The route of this method and this path.
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

    /// The arguments, if the pattern is that of the path.
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

    /// The path with its open segments as OpenAPI writes them when each is called `name`.
    String path() {
        return "/" + String.join("/", pattern);
    }
}
