package io.yaim.api;

import io.yaim.check.CheckResults;
import io.yaim.model.Health;
import io.yaim.model.Member;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.Wish;
import io.yaim.status.ClusterReport;
import io.yaim.status.NodeReport;
import io.yaim.status.PlanReport;
import io.yaim.status.StatusSnapshot;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The cluster as a whole, its nodes, its plan, and drains and pauses, under `/v1`.
final class ClusterRoutes {

    private final Api.Sources sources;
    private final AccessControl accessControl;
    private final PoolOperations pool;

    ClusterRoutes(Api.Sources sources, AccessControl accessControl, PoolOperations operations) {
        this.sources = sources;
        this.accessControl = accessControl;
        this.pool = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/version", (_, _) -> ServerResponse.json(200, Map.of("version", sources.version()))),
                Route.of("GET", "/v1/cluster", (serverRequest, _) -> cluster(serverRequest)),
                Route.of("GET", "/v1/nodes", (_, _) -> ServerResponse.json(200, Map.of("nodes", nodes().all()))),
                Route.of("GET", "/v1/nodes/{}", (_, names) -> node(names.getFirst())),
                Route.of("POST", "/v1/nodes/{}/drain", (_, names) -> drain(names.getFirst())),
                Route.of("POST", "/v1/nodes/{}/resume", (_, names) -> resume(names.getFirst())),
                Route.of("POST", "/v1/pause", (_, _) -> pause()),
                Route.of("POST", "/v1/resume", (_, _) -> endPause()),
                Route.of("GET", "/v1/plan", (serverRequest, _) -> plan(serverRequest)),
                Route.of("GET", "/v1/checks", (_, _) -> checks()));
    }

    private ServerResponse cluster(ServerRequest serverRequest) throws IOException {
        var report = new ClusterReport(
                sources.keys().prefix(),
                sources.storeType(),
                sources.version(),
                accessControl.isWritable(serverRequest.caller()),
                pool.snapshot());
        return ServerResponse.json(200, report.fields());
    }

    private NodeReport nodes() throws IOException, HttpErrorException {
        StatusSnapshot statusSnapshot = pool.snapshot();
        return new NodeReport(
                statusSnapshot,
                statusSnapshot
                        .view()
                        .orElseThrow(() -> new HttpErrorException(503, "the store has not been read yet")));
    }

    private ServerResponse node(String name) throws IOException, HttpErrorException {
        return ServerResponse.json(200, nodes().of(member(name)));
    }

    private Member member(String name) throws IOException, HttpErrorException {
        View view = pool.view();
        Member member = view.members().get(new NodeName(name));
        if (member == null) {
            throw new HttpErrorException(
                    404, "no node " + name + "; there are " + view.members().keySet());
        }
        return member;
    }

    private ServerResponse drain(String name) throws IOException, HttpErrorException {
        pool.makeWish(new Wish.Drain(member(name).name()));
        return ServerResponse.json(200, Map.of());
    }

    /// Also drains a node that does not run: it may have been drained before it was stopped.
    private ServerResponse resume(String name) throws IOException, HttpErrorException {
        var wish = new Wish.Drain(new NodeName(name));
        if (!pool.withdrawWish(wish)) {
            throw new HttpErrorException(409, name + " is not drained");
        }
        return ServerResponse.json(200, Map.of());
    }

    private ServerResponse pause() throws IOException {
        pool.makeWish(new Wish.Pause());
        return ServerResponse.json(200, Map.of());
    }

    private ServerResponse endPause() throws IOException, HttpErrorException {
        if (!pool.withdrawWish(new Wish.Pause())) {
            throw new HttpErrorException(409, "moves for balance are not paused");
        }
        return ServerResponse.json(200, Map.of());
    }

    private ServerResponse plan(ServerRequest serverRequest) throws IOException, HttpErrorException {
        var without = Arrays.stream(
                        serverRequest.query().getOrDefault("without", "").split(",", -1))
                .filter(name -> !name.isEmpty())
                .map(NodeName::new)
                .collect(Collectors.toSet());
        return ServerResponse.json(200, new PlanReport(pool.view(), without).fields());
    }

    private ServerResponse checks() throws IOException, HttpErrorException {
        Optional<StatusSnapshot.LocalNode> own = pool.snapshot().localNode();
        CheckResults results = own.orElseThrow(() -> new HttpErrorException(503, "no node runs here"))
                .checks();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("health", results.health().isHealthy() ? "healthy" : "unhealthy");
        fields.put("reason", results.health() instanceof Health.Unhealthy(String reason, boolean _) ? reason : "");
        fields.put("checks", NodeReport.checks(results));
        return ServerResponse.json(200, fields);
    }
}
