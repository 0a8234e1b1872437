package io.yaim.api;

import io.yaim.json.Fields;
import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.status.EntryId;
import io.yaim.status.StatusSnapshot;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// `/endpoints` as LinK's series 3 has it, with its plug-in for addresses, `arp`, only.
final class EndpointRoutes {

    private static final int LONGEST_INTERVAL = 3600;

    private final String prefix;
    private final PoolOperations pool;

    EndpointRoutes(String prefix, PoolOperations operations) {
        this.prefix = prefix;
        this.pool = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/endpoints", (_, _) -> all()),
                Route.of("POST", "/endpoints", (serverRequest, _) -> add(serverRequest)),
                Route.of(
                        "GET",
                        "/endpoints/{}",
                        (_, ids) -> ServerResponse.json(
                                200, Map.of("endpoint", linkJson().endpoint(entry(pool.view(), ids.getFirst()))))),
                Route.of("PUT", "/endpoints/{}", (serverRequest, ids) -> change(serverRequest, ids.getFirst())),
                Route.of("PATCH", "/endpoints/{}", (serverRequest, ids) -> change(serverRequest, ids.getFirst())),
                Route.of("DELETE", "/endpoints/{}", (_, ids) -> remove(ids.getFirst())),
                Route.of("POST", "/endpoints/{}/failover", (_, ids) -> failover(ids.getFirst())),
                Route.of("GET", "/endpoints/{}/hosts", (_, ids) -> hosts(ids.getFirst())));
    }

    private LinkJson linkJson() throws IOException {
        return new LinkJson(prefix, pool.snapshot());
    }

    private ServerResponse all() throws IOException, HttpErrorException {
        LinkJson shape = linkJson();
        return ServerResponse.json(
                200,
                Map.of(
                        "endpoints",
                        pool.view().pool().values().stream()
                                .map(shape::endpoint)
                                .toList()));
    }

    /// Finds an entry by its id or its address.
    private Entry entry(View view, String id) throws HttpErrorException {
        Optional<Entry> entry = EntryId.find(prefix, view, id).map(view.pool()::get);
        if (entry.isEmpty() && !EntryId.isOne(id)) {
            throw new HttpErrorException(
                    400, "expected vip- and 36 letters, digits or hyphens, or an address of the pool");
        }
        return entry.orElseThrow(() -> new HttpErrorException(404, "not found"));
    }

    private ServerResponse add(ServerRequest serverRequest) throws IOException, HttpErrorException {
        var wrong = new TreeMap<String, List<String>>();
        Fields fields = serverRequest.json();
        Optional<Cidr> cidr = Optional.empty();
        var options = new LinkedHashMap<String, Object>();
        if (!fields.optionalText("plugin").orElse("arp").equals("arp")) {
            wrong.put("plugin", List.of("expected arp, the only plugin"));
        }
        try {
            cidr = Optional.of(Cidr.parse(fields.nested("plugin_config").text("ip")));
        } catch (IllegalArgumentException e) {
            wrong.put("plugin_config.ip", List.of(String.valueOf(e.getMessage())));
        }
        try {
            var checks = LinkJson.checks(fields, "checks");
            if (!checks.isEmpty()) {
                options.put("checks", checks);
            }
        } catch (IllegalArgumentException e) {
            wrong.put("checks", List.of(String.valueOf(e.getMessage())));
        }
        int interval = fields.integer("healthcheck_interval").orElse(0);
        if (interval < 0 || interval > LONGEST_INTERVAL) {
            wrong.put("healthcheck_interval", List.of("expected 0 to " + LONGEST_INTERVAL));
        } else if (interval > 0) {
            options.put("check-interval", interval * 1000);
        }
        if (!wrong.isEmpty() || cidr.isEmpty()) {
            return unprocessable(serverRequest, wrong);
        }
        return ServerResponse.json(201, Map.of("endpoint", linkJson().endpoint(pool.add(cidr.get(), options))));
    }

    private static ServerResponse unprocessable(ServerRequest serverRequest, SortedMap<String, List<String>> wrong) {
        boolean wantsJson = serverRequest
                .header("Accept")
                .filter(type -> type.contains("json"))
                .isPresent();
        return wantsJson ? ServerResponse.json(422, Map.of("errors", wrong)) : ServerResponse.plain(422, wrong + "\n");
    }

    private ServerResponse change(ServerRequest serverRequest, String id) throws IOException, HttpErrorException {
        Entry entry = entry(pool.view(), id);
        var checks = LinkJson.checks(serverRequest.json(), "healthchecks");
        return ServerResponse.json(200, linkJson().endpoint(pool.change(entry, pool.options(entry, checks))));
    }

    private ServerResponse remove(String id) throws IOException, HttpErrorException {
        pool.remove(entry(pool.view(), id));
        return ServerResponse.noContent();
    }

    private ServerResponse failover(String id) throws IOException, HttpErrorException {
        View view = pool.view();
        Entry entry = entry(view, id);
        Optional<NodeName> me = pool.snapshot().localNode().map(StatusSnapshot.LocalNode::name);
        if (view.owner(entry.ip())
                .map(Node::name)
                .filter(owner -> me.equals(Optional.of(owner)))
                .isEmpty()) {
            throw new HttpErrorException(500, "this node is not master of this endpoint");
        }
        pool.failover(view, entry);
        return ServerResponse.noContent();
    }

    /// Lists the nodes that could own it, including its owner.
    private ServerResponse hosts(String id) throws IOException, HttpErrorException {
        View view = pool.view();
        Entry entry = entry(view, id);
        List<Map<String, String>> hosts = view.nodes().values().stream()
                .filter(node -> node.canTake(entry))
                .map(node -> Map.of("hostname", node.name().value()))
                .toList();
        return ServerResponse.json(200, Map.of("hosts", hosts));
    }
}
