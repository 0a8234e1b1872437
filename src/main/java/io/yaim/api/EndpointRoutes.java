package io.yaim.api;

import io.yaim.json.Fields;
import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.status.EntryId;
import io.yaim.status.StatusSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// `/endpoints` as LinK's series 3 has it, with its plug-in for addresses, `arp`, only.
final class EndpointRoutes {

    private final String prefix;
    private final PoolOperations pool;
    private final LinkAdditions additions;

    EndpointRoutes(String prefix, PoolOperations operations, LinkAdditions additions) {
        this.prefix = prefix;
        this.pool = operations;
        this.additions = additions;
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
        Fields fields = serverRequest.jsonWithoutNulls();
        Optional<Cidr> cidr = Optional.empty();
        if (!fields.optionalText("plugin").orElse("arp").equals("arp")) {
            wrong.put("plugin", List.of("expected arp, the only plugin"));
        }
        try {
            cidr = Optional.of(Cidr.parse(fields.nested("plugin_config").text("ip")));
        } catch (IllegalArgumentException e) {
            wrong.put("plugin_config.ip", List.of(String.valueOf(e.getMessage())));
        }
        requireValid(wrong, "checks", () -> LinkJson.checks(fields, "checks"));
        requireValid(wrong, "healthcheck_interval", () -> LinkJson.interval(fields));
        if (!wrong.isEmpty() || cidr.isEmpty()) {
            return unprocessable(serverRequest, wrong);
        }
        return ServerResponse.json(
                201, Map.of("endpoint", linkJson().endpoint(add(cidr.get(), LinkJson.options(fields)))));
    }

    private static void requireValid(Map<String, List<String>> wrong, String field, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            wrong.put(field, List.of(String.valueOf(e.getMessage())));
        }
    }

    /// Adds the entry to the pool, or agrees with the host that has added it.
    private Entry add(Cidr cidr, Map<String, Object> options) throws IOException, HttpErrorException {
        try {
            Entry entry = pool.add(cidr, options);
            additions.add(cidr.ip());
            return entry;
        } catch (HttpErrorException e) {
            Optional<Entry> present = pool.storedEntry(cidr.ip()).filter(_ -> !additions.isAdded(cidr.ip()));
            Optional<String> disagreement = present.flatMap(entry -> LinkAdditions.disagreement(entry, options));
            if (disagreement.isPresent()) {
                throw new HttpErrorException(409, disagreement.get());
            }
            Entry agreed = present.orElseThrow(() -> e);
            additions.agree(cidr.ip());
            return agreed;
        }
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
        var checks = LinkJson.checks(serverRequest.jsonWithoutNulls(), "healthchecks");
        return ServerResponse.json(200, linkJson().endpoint(pool.change(entry, pool.options(entry, checks))));
    }

    private ServerResponse remove(String id) throws IOException, HttpErrorException {
        View view = pool.view();
        boolean wasAddedHere = additions.remove(id);
        if (!wasAddedHere || EntryId.find(prefix, view, id).isPresent()) {
            pool.remove(entry(view, id));
        }
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
