package io.yaim.api;

import io.yaim.api.PoolOrders.Cidr;
import io.yaim.json.Fields;
import io.yaim.json.Json;
import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.status.EntryId;
import io.yaim.status.Picture;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// `/ips` as LinK had it in its series 0.1 to 2. Answers and messages are spelt as its clients know them.
///
/// A LinK was told of an address host by host; here the first host that is told puts it into the pool, and
/// the others agree.
final class LinkRoutes {

    private static final String JSON = "application/json";

    private final String prefix;
    private final PoolOrders orders;
    private final Set<VirtualIp> assignedHere = ConcurrentHashMap.newKeySet();

    LinkRoutes(String prefix, PoolOrders orders) {
        this.prefix = prefix;
        this.orders = orders;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/ips", (_, _) -> all()),
                Route.of("POST", "/ips", (request, _) -> add(request)),
                Route.of("GET", "/ips/{}", (_, ids) -> one(ids.getFirst())),
                Route.of("DELETE", "/ips/{}", (_, ids) -> remove(ids.getFirst())),
                Route.of("PUT", "/ips/{}", (request, ids) -> change(request, ids.getFirst())),
                Route.of("PATCH", "/ips/{}", (request, ids) -> change(request, ids.getFirst())),
                Route.of("POST", "/ips/{}/lock", (_, ids) -> lock(ids.getFirst())),
                Route.of("POST", "/ips/{}/failover", (_, ids) -> failover(ids.getFirst())));
    }

    private LinkShape shape() throws IOException {
        return new LinkShape(prefix, orders.look());
    }

    /// A Go slice that nothing was put into is null.
    private Response all() throws IOException, RefusedException {
        LinkShape shape = shape();
        List<Map<String, Object>> ips = orders.view().pool().values().stream()
                .map(entry -> shape.ip(entry, true))
                .toList();
        return Response.json(200, Map.of("ips", ips.isEmpty() ? Optional.empty() : ips));
    }

    private Response one(String id) throws IOException, RefusedException {
        Optional<Entry> entry = entry(orders.view(), id);
        return entry.isEmpty() ? error("not found") : Response.json(200, Map.of("ip", shape().ip(entry.get(), true)));
    }

    private Response add(Request request) throws IOException, RefusedException {
        Fields fields;
        Optional<Cidr> cidr;
        List<Map<String, Object>> checks;
        try {
            fields = request.json();
            cidr = fields.optionalText("ip").flatMap(LinkRoutes::cidr);
        } catch (IllegalArgumentException e) {
            return message("invalid json");
        }
        try {
            checks = LinkShape.checks(fields, "checks");
        } catch (IllegalArgumentException e) {
            return message(String.valueOf(e.getMessage()));
        }
        return cidr.isEmpty() ? message("invalid IP") : add(cidr.get(), checks);
    }

    private Response add(Cidr cidr, List<Map<String, Object>> checks) throws IOException {
        try {
            Entry entry = orders.add(cidr, checks.isEmpty() ? Map.of() : Map.of("checks", checks));
            assignedHere.add(cidr.ip());
            return Response.json(201, shape().ip(entry, false));
        } catch (IllegalArgumentException e) {
            return message("invalid IP: " + e.getMessage());
        } catch (RefusedException e) {
            Optional<Entry> present = orders.stored(cidr.ip()).filter(_ -> assignedHere.add(cidr.ip()));
            return present.isEmpty()
                    ? message("IP already assigned")
                    : Response.json(201, shape().ip(present.get(), false));
        }
    }

    /// As the netlink library of LinK reads it: the prefix length has to be there.
    private static Optional<Cidr> cidr(String text) {
        try {
            return Optional.of(Cidr.parse(text)).filter(cidr -> cidr.prefix().isPresent());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // told as an invalid IP
        }
    }

    private Response remove(String id) throws IOException, RefusedException {
        Optional<Entry> entry = entry(orders.view(), id);
        if (entry.isEmpty()) {
            return Response.plain(500, "fail to stop IP manager: not found");
        }
        orders.remove(entry.get());
        assignedHere.remove(entry.get().ip());
        return Response.done();
    }

    private Response change(Request request, String id) throws IOException, RefusedException {
        Optional<Entry> entry = entry(orders.view(), id);
        if (entry.isEmpty()) {
            return Response.text(404, JSON, "{\"resource\": \"IP\", \"error\": \"not found\"}");
        }
        try {
            var checks = LinkShape.checks(request.json(), "healthchecks");
            Entry changed = orders.change(entry.get(), orders.options(entry.get(), checks));
            return Response.json(200, shape().ip(changed, true));
        } catch (IllegalArgumentException e) {
            return Response.json(400, Map.of("error", String.valueOf(e.getMessage())));
        }
    }

    /// This node is to have the entry.
    private Response lock(String id) throws IOException, RefusedException {
        View view = orders.view();
        Optional<Entry> entry = entry(view, id);
        if (entry.isEmpty()) {
            return error("not found");
        }
        orders.move(view, entry.get(), me().orElseThrow(() -> new RefusedException(503, "no node runs here")));
        return Response.done();
    }

    private Response failover(String id) throws IOException, RefusedException {
        View view = orders.view();
        Optional<Entry> entry = entry(view, id);
        if (entry.isEmpty()) {
            return Response.text(404, JSON, "{\"resource\": \"IP\", \"error\": \"not found\"}");
        }
        Optional<NodeName> owner = view.owner(entry.get().ip()).map(Node::name);
        if (owner.isEmpty() || !me().equals(owner)) {
            return message("this node is not master of this endpoint");
        }
        try {
            orders.failover(view, entry.get());
        } catch (RefusedException e) {
            return message("no other nodes: " + e.reason());
        }
        return Response.done();
    }

    private Optional<NodeName> me() throws IOException {
        return orders.look().node().map(Picture.OwnNode::name);
    }

    private Optional<Entry> entry(View view, String id) {
        return EntryId.find(prefix, view, id).map(view.pool()::get);
    }

    /// With the space behind the colon that LinK wrote by hand.
    private static Response message(String text) {
        return Response.text(400, JSON, "{\"msg\": " + Json.of(text) + "}");
    }

    private static Response error(String text) {
        return Response.text(404, JSON, "{\"error\": " + Json.of(text) + "}");
    }
}
