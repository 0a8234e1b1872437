package io.yaim.api;

import java.util.List;
import java.util.function.Supplier;

/// What machines ask again and again: metrics, and whether the loop is alive and the node takes entries.
public final class ProbeRoutes {

    private ProbeRoutes() {}

    /// The routes to what these tell.
    ///
    /// @param metrics in the text format of Prometheus
    public static List<Route> routes(Supplier<String> metrics, Probes probes) {
        return List.of(
                Route.of(
                        "GET",
                        "/metrics",
                        (_, _) -> Response.text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get())),
                Route.of("GET", "/healthz", (_, _) -> answer(probes.alive())),
                Route.of("GET", "/readyz", (_, _) -> answer(probes.ready())));
    }

    private static Response answer(Probes.Answer answer) {
        return Response.plain(answer.isGood() ? 200 : 503, answer.text());
    }
}
