package io.yaim.api;

import java.util.List;
import java.util.function.Supplier;

/// What machines poll: metrics, and whether the loop runs and the node takes entries.
public final class MonitoringRoutes {

    private MonitoringRoutes() {}

    /// Returns the routes to these sources.
    ///
    /// @param metrics in the text format of Prometheus
    public static List<Route> routes(Supplier<String> metrics, HealthEndpoints healthEndpoints) {
        return List.of(
                Route.of(
                        "GET",
                        "/metrics",
                        (_, _) -> ServerResponse.text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get())),
                Route.of("GET", "/healthz", (_, _) -> answer(healthEndpoints.alive())),
                Route.of("GET", "/readyz", (_, _) -> answer(healthEndpoints.ready())));
    }

    private static ServerResponse answer(HealthEndpoints.HealthAnswer healthAnswer) {
        return ServerResponse.plain(healthAnswer.isGood() ? 200 : 503, healthAnswer.text());
    }
}
