package io.yaim.api;

import io.yaim.api.PoolOrders.Cidr;
import io.yaim.json.Fields;
import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.status.EntryId;
import io.yaim.status.Picture;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// `/endpoints` as LinK has it in its series 3, of its plug-ins the one for addresses, `arp`.
final class EndpointRoutes {

    private static final int LONGEST_INTERVAL = 3600;

    private final String prefix;
    private final PoolOrders orders;

    EndpointRoutes(String prefix, PoolOrders orders) {
        this.prefix = prefix;
        this.orders = orders;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/endpoints", (_, _) -> all()),
                Route.of("POST", "/endpoints", (request, _) -> add(request)),
                Route.of(
                        "GET",
                        "/endpoints/{}",
                        (_, ids) -> Response.json(
                                200, Map.of("endpoint", shape().endpoint(entry(orders.view(), ids.getFirst()))))),
                Route.of("PUT", "/endpoints/{}", (request, ids) -> change(request, ids.getFirst())),
                Route.of("PATCH", "/endpoints/{}", (request, ids) -> change(request, ids.getFirst())),
                Route.of("DELETE", "/endpoints/{}", (_, ids) -> remove(ids.getFirst())),
                Route.of("POST", "/endpoints/{}/failover", (_, ids) -> failover(ids.getFirst())),
                Route.of("GET", "/endpoints/{}/hosts", (_, ids) -> hosts(ids.getFirst())));
    }

    private LinkShape shape() throws IOException {
        return new LinkShape(prefix, orders.look());
    }

    private Response all() throws IOException, RefusedException {
        LinkShape shape = shape();
        return Response.json(
                200,
                Map.of(
                        "endpoints",
                        orders.view().pool().values().stream()
                                .map(shape::endpoint)
                                .toList()));
    }

    /// An address serves as an id, too.
    private Entry entry(View view, String id) throws RefusedException {
        Optional<Entry> entry = EntryId.find(prefix, view, id).map(view.pool()::get);
        if (entry.isEmpty() && !EntryId.isOne(id)) {
            throw new RefusedException(
                    400, "expected vip- and 36 letters, digits or hyphens, or an address of the pool");
        }
        return entry.orElseThrow(() -> new RefusedException(404, "not found"));
    }

    private Response add(Request request) throws IOException, RefusedException {
        var wrong = new TreeMap<String, List<String>>();
        Fields fields = request.json();
        Optional<Cidr> cidr = Optional.empty();
        var options = new LinkedHashMap<String, Object>();
        if (!fields.optionalText("plugin").orElse("arp").equals("arp")) {
            wrong.put("plugin", List.of("expected arp, the one plugin that there is"));
        }
        try {
            cidr = Optional.of(Cidr.parse(fields.inner("plugin_config").text("ip")));
        } catch (IllegalArgumentException e) {
            wrong.put("plugin_config.ip", List.of(String.valueOf(e.getMessage())));
        }
        try {
            var checks = LinkShape.checks(fields, "checks");
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
            return unprocessable(request, wrong);
        }
        return Response.json(201, Map.of("endpoint", shape().endpoint(orders.add(cidr.get(), options))));
    }

    private static Response unprocessable(Request request, SortedMap<String, List<String>> wrong) {
        boolean wantsJson =
                request.header("Accept").filter(type -> type.contains("json")).isPresent();
        return wantsJson ? Response.json(422, Map.of("errors", wrong)) : Response.plain(422, wrong + "\n");
    }

    private Response change(Request request, String id) throws IOException, RefusedException {
        Entry entry = entry(orders.view(), id);
        var checks = LinkShape.checks(request.json(), "healthchecks");
        return Response.json(200, shape().endpoint(orders.change(entry, orders.options(entry, checks))));
    }

    private Response remove(String id) throws IOException, RefusedException {
        orders.remove(entry(orders.view(), id));
        return Response.done();
    }

    private Response failover(String id) throws IOException, RefusedException {
        View view = orders.view();
        Entry entry = entry(view, id);
        Optional<NodeName> me = orders.look().node().map(Picture.OwnNode::name);
        if (view.owner(entry.ip())
                .map(Node::name)
                .filter(owner -> me.equals(Optional.of(owner)))
                .isEmpty()) {
            throw new RefusedException(500, "this node is not master of this endpoint");
        }
        orders.failover(view, entry);
        return Response.done();
    }

    /// The nodes that would take it, its owner among them.
    private Response hosts(String id) throws IOException, RefusedException {
        View view = orders.view();
        Entry entry = entry(view, id);
        List<Map<String, String>> hosts = view.nodes().values().stream()
                .filter(node -> node.takes(entry))
                .map(node -> Map.of("hostname", node.name().value()))
                .toList();
        return Response.json(200, Map.of("hosts", hosts));
    }
}
