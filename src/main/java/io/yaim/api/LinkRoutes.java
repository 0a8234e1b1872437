package io.yaim.api;

import io.yaim.json.Fields;
import io.yaim.json.Json;
import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.status.EntryId;
import io.yaim.status.StatusSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/ips` as LinK had it in its series 0.1 to 2. Responses and messages are spelt as its clients expect them.
///
/// Clients of LinK added an address on each host. Here the first host that is asked adds it to the pool, and the
/// others agree.
final class LinkRoutes {

    private static final String JSON = "application/json";

    private final String prefix;
    private final PoolOperations pool;
    private final LinkAdditions additions;

    LinkRoutes(String prefix, PoolOperations operations, LinkAdditions additions) {
        this.prefix = prefix;
        this.additions = additions;
        this.pool = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/ips", (_, _) -> all()),
                Route.of("POST", "/ips", (serverRequest, _) -> add(serverRequest)),
                Route.of("GET", "/ips/{}", (_, ids) -> one(ids.getFirst())),
                Route.of("DELETE", "/ips/{}", (_, ids) -> remove(ids.getFirst())),
                Route.of("PUT", "/ips/{}", (serverRequest, ids) -> change(serverRequest, ids.getFirst())),
                Route.of("PATCH", "/ips/{}", (serverRequest, ids) -> change(serverRequest, ids.getFirst())),
                Route.of("POST", "/ips/{}/lock", (_, ids) -> lock(ids.getFirst())),
                Route.of("POST", "/ips/{}/failover", (_, ids) -> failover(ids.getFirst())));
    }

    private LinkJson linkJson() throws IOException {
        return new LinkJson(prefix, pool.snapshot());
    }

    /// LinK encodes an empty Go slice as null.
    private ServerResponse all() throws IOException, HttpErrorException {
        LinkJson shape = linkJson();
        List<Map<String, Object>> ips = pool.view().pool().values().stream()
                .map(entry -> shape.ip(entry, true))
                .toList();
        return ServerResponse.json(200, Map.of("ips", ips.isEmpty() ? Optional.empty() : ips));
    }

    private ServerResponse one(String id) throws IOException, HttpErrorException {
        Optional<Entry> entry = entry(pool.view(), id);
        return entry.isEmpty()
                ? error("not found")
                : ServerResponse.json(200, Map.of("ip", linkJson().ip(entry.get(), true)));
    }

    private ServerResponse add(ServerRequest serverRequest) throws IOException, HttpErrorException {
        Fields fields;
        Optional<Cidr> cidr;
        Map<String, Object> options;
        try {
            fields = serverRequest.jsonWithoutNulls();
            cidr = fields.optionalText("ip").flatMap(LinkRoutes::cidr);
        } catch (IllegalArgumentException e) {
            return message("invalid json");
        }
        try {
            options = LinkJson.options(fields);
        } catch (IllegalArgumentException e) {
            return message(String.valueOf(e.getMessage()));
        }
        return cidr.isEmpty() ? message("invalid IP") : add(cidr.get(), options);
    }

    private ServerResponse add(Cidr cidr, Map<String, Object> options) throws IOException {
        try {
            Entry entry = pool.add(cidr, options);
            additions.add(cidr.ip());
            return ServerResponse.json(201, linkJson().ip(entry, false));
        } catch (IllegalArgumentException e) {
            return message("invalid IP: " + e.getMessage());
        } catch (HttpErrorException e) {
            return agree(cidr.ip(), options);
        }
    }

    /// Another host has added it.
    private ServerResponse agree(VirtualIp ip, Map<String, Object> options) throws IOException {
        Optional<Entry> present = pool.storedEntry(ip);
        if (additions.isAdded(ip)) {
            return message("IP already assigned");
        }
        Optional<String> disagreement = present.flatMap(entry -> LinkAdditions.disagreement(entry, options));
        if (disagreement.isPresent()) {
            return ServerResponse.text(409, JSON, "{\"msg\": " + Json.of(disagreement.get()) + "}");
        }
        if (present.isEmpty()) {
            return message("IP already assigned"); // and removed in the meantime
        }
        additions.agree(ip);
        return ServerResponse.json(201, linkJson().ip(present.get(), false));
    }

    /// Parses it as LinK's netlink library does: the prefix length is required.
    private static Optional<Cidr> cidr(String text) {
        try {
            return Optional.of(Cidr.parse(text)).filter(cidr -> cidr.prefix().isPresent());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // reported as an invalid IP
        }
    }

    private ServerResponse remove(String id) throws IOException, HttpErrorException {
        Optional<Entry> entry = entry(pool.view(), id);
        boolean wasAddedHere = additions.remove(id);
        if (entry.isEmpty()) {
            return wasAddedHere
                    ? ServerResponse.noContent()
                    : ServerResponse.plain(500, "fail to stop IP manager: not found");
        }
        pool.remove(entry.get());
        return ServerResponse.noContent();
    }

    private ServerResponse change(ServerRequest serverRequest, String id) throws IOException, HttpErrorException {
        Optional<Entry> entry = entry(pool.view(), id);
        if (entry.isEmpty()) {
            return ServerResponse.text(404, JSON, "{\"resource\": \"IP\", \"error\": \"not found\"}");
        }
        try {
            var checks = LinkJson.checks(serverRequest.jsonWithoutNulls(), "healthchecks");
            Entry changed = pool.change(entry.get(), pool.options(entry.get(), checks));
            return ServerResponse.json(200, linkJson().ip(changed, true));
        } catch (IllegalArgumentException e) {
            return ServerResponse.json(400, Map.of("error", String.valueOf(e.getMessage())));
        }
    }

    /// Moves the entry to this node.
    private ServerResponse lock(String id) throws IOException, HttpErrorException {
        View view = pool.view();
        Optional<Entry> entry = entry(view, id);
        if (entry.isEmpty()) {
            return error("not found");
        }
        pool.move(view, entry.get(), me().orElseThrow(() -> new HttpErrorException(503, "no node runs here")));
        return ServerResponse.noContent();
    }

    private ServerResponse failover(String id) throws IOException, HttpErrorException {
        View view = pool.view();
        Optional<Entry> entry = entry(view, id);
        if (entry.isEmpty()) {
            return ServerResponse.text(404, JSON, "{\"resource\": \"IP\", \"error\": \"not found\"}");
        }
        Optional<NodeName> owner = view.owner(entry.get().ip()).map(Node::name);
        if (owner.isEmpty() || !me().equals(owner)) {
            return message("this node is not master of this endpoint");
        }
        try {
            pool.failover(view, entry.get());
        } catch (HttpErrorException e) {
            return message("no other nodes: " + e.reason());
        }
        return ServerResponse.noContent();
    }

    private Optional<NodeName> me() throws IOException {
        return pool.snapshot().localNode().map(StatusSnapshot.LocalNode::name);
    }

    private Optional<Entry> entry(View view, String id) {
        return EntryId.find(prefix, view, id).map(view.pool()::get);
    }

    /// Writes the space after the colon that LinK writes.
    private static ServerResponse message(String text) {
        return ServerResponse.text(400, JSON, "{\"msg\": " + Json.of(text) + "}");
    }

    private static ServerResponse error(String text) {
        return ServerResponse.text(404, JSON, "{\"error\": " + Json.of(text) + "}");
    }
}
