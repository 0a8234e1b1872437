package io.yaim.api;

import io.yaim.check.CheckResults;
import io.yaim.model.Health;
import io.yaim.model.Member;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.Wish;
import io.yaim.status.ClusterReport;
import io.yaim.status.NodeReport;
import io.yaim.status.Picture;
import io.yaim.status.PlanReport;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The cluster as a whole, its nodes, its plan, and what people wish of them, under `/v1`.
final class ClusterRoutes {

    private final Api.Sources sources;
    private final Gate gate;
    private final PoolOrders orders;

    ClusterRoutes(Api.Sources sources, Gate gate, PoolOrders orders) {
        this.sources = sources;
        this.gate = gate;
        this.orders = orders;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/version", (_, _) -> Response.json(200, Map.of("version", sources.version()))),
                Route.of("GET", "/v1/cluster", (request, _) -> cluster(request)),
                Route.of("GET", "/v1/nodes", (_, _) -> Response.json(200, Map.of("nodes", nodes().all()))),
                Route.of("GET", "/v1/nodes/{}", (_, names) -> node(names.getFirst())),
                Route.of("POST", "/v1/nodes/{}/drain", (_, names) -> drain(names.getFirst())),
                Route.of("POST", "/v1/nodes/{}/resume", (_, names) -> resume(names.getFirst())),
                Route.of("POST", "/v1/pause", (_, _) -> pause()),
                Route.of("POST", "/v1/resume", (_, _) -> proceed()),
                Route.of("GET", "/v1/plan", (request, _) -> plan(request)),
                Route.of("GET", "/v1/checks", (_, _) -> checks()));
    }

    private Response cluster(Request request) throws IOException {
        var report = new ClusterReport(
                sources.keys().prefix(),
                sources.store(),
                sources.version(),
                gate.isWritable(request.caller()),
                orders.look());
        return Response.json(200, report.fields());
    }

    private NodeReport nodes() throws IOException, RefusedException {
        Picture picture = orders.look();
        return new NodeReport(
                picture, picture.view().orElseThrow(() -> new RefusedException(503, "the store is not read yet")));
    }

    private Response node(String name) throws IOException, RefusedException {
        return Response.json(200, nodes().of(member(name)));
    }

    private Member member(String name) throws IOException, RefusedException {
        View view = orders.view();
        Member member = view.members().get(new NodeName(name));
        if (member == null) {
            throw new RefusedException(
                    404, "no node " + name + "; there are " + view.members().keySet());
        }
        return member;
    }

    private Response drain(String name) throws IOException, RefusedException {
        orders.make(new Wish.Drain(member(name).name()));
        return Response.json(200, Map.of());
    }

    /// Also of a node that is not there: it may have been drained before it was stopped.
    private Response resume(String name) throws IOException, RefusedException {
        var wish = new Wish.Drain(new NodeName(name));
        if (!orders.withdraw(wish)) {
            throw new RefusedException(409, name + " is not drained");
        }
        return Response.json(200, Map.of());
    }

    private Response pause() throws IOException {
        orders.make(new Wish.Pause());
        return Response.json(200, Map.of());
    }

    private Response proceed() throws IOException, RefusedException {
        if (!orders.withdraw(new Wish.Pause())) {
            throw new RefusedException(409, "moves for balance are not paused");
        }
        return Response.json(200, Map.of());
    }

    private Response plan(Request request) throws IOException, RefusedException {
        var without = Arrays.stream(request.query().getOrDefault("without", "").split(",", -1))
                .filter(name -> !name.isEmpty())
                .map(NodeName::new)
                .collect(Collectors.toSet());
        return Response.json(200, new PlanReport(orders.view(), without).fields());
    }

    private Response checks() throws IOException, RefusedException {
        Optional<Picture.OwnNode> own = orders.look().node();
        CheckResults results = own.orElseThrow(() -> new RefusedException(503, "no node runs here"))
                .checks();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("health", results.health().isHealthy() ? "healthy" : "unhealthy");
        fields.put("reason", results.health() instanceof Health.Unhealthy(String reason, boolean _) ? reason : "");
        fields.put("checks", NodeReport.checks(results));
        return Response.json(200, fields);
    }
}
