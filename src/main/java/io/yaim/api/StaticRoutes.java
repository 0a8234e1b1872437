package io.yaim.api;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// Static files: the dashboard, and the description of `/v1`.
final class StaticRoutes {

    /// The page loads only its own files, runs no inline script, creates no markup from text, and is shown in no other
    /// page (Content Security Policy Level 3, Trusted Types).
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final List<String> SCRIPTS = List.of(
            "dashboard.js", "dashboard-events.js", "dashboard-requests.js", "dashboard-parts.js", "dashboard-view.js");

    private StaticRoutes() {}

    /// Returns the routes to the dashboard's files and the description of the API.
    static List<Route> routes() {
        return Stream.concat(
                        Stream.of(
                                asset("/", "dashboard.html", "text/html; charset=utf-8"),
                                asset("/dashboard.css", "dashboard.css", "text/css; charset=utf-8"),
                                Route.of(
                                        "GET", "/v1/openapi.yaml", (_, _) -> page("openapi.yaml", "application/yaml"))),
                        SCRIPTS.stream().map(name -> asset("/" + name, name, "text/javascript; charset=utf-8")))
                .toList();
    }

    private static Route asset(String path, String name, String type) {
        return Route.of(
                "GET",
                path,
                (_, _) -> page(name, type)
                        .withHeader("Content-Security-Policy", POLICY)
                        .withHeader("X-Content-Type-Options", "nosniff")
                        .withHeader("Referrer-Policy", "no-referrer")
                        .withHeader("Cache-Control", "no-cache"));
    }

    private static ServerResponse page(String name, String type) throws IOException {
        try (InputStream in = StaticRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is missing in the program");
            }
            return ServerResponse.text(200, type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
