package io.yaim.api;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The files that are served as they are: the dashboard, and the description of `/v1`.
final class Pages {

    /// The page brings all that it needs, and nothing else may be loaded into it, nor it into anything else.
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
            + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Pages() {}

    static List<Route> routes() {
        return List.of(
                Route.of(
                        "GET",
                        "/",
                        (_, _) -> page("dashboard.html", "text/html; charset=utf-8")
                                .with("Content-Security-Policy", POLICY)
                                .with("X-Content-Type-Options", "nosniff")
                                .with("Cache-Control", "no-cache")),
                Route.of("GET", "/v1/openapi.yaml", (_, _) -> page("openapi.yaml", "application/yaml")));
    }

    private static Response page(String name, String type) throws IOException {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is missing in the program");
            }
            return Response.text(200, type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
