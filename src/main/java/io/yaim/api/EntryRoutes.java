package io.yaim.api;

import io.yaim.json.Fields;
import io.yaim.model.Entry;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.Wish;
import io.yaim.status.EntryReport;
import io.yaim.status.Picture;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The entries of the pool under `/v1/entries`.
final class EntryRoutes {

    private final String prefix;
    private final PoolOrders orders;

    EntryRoutes(String prefix, PoolOrders orders) {
        this.prefix = prefix;
        this.orders = orders;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/entries", (_, _) -> Response.json(200, Map.of("entries", report().all()))),
                Route.of("POST", "/v1/entries", (request, _) -> add(request)),
                Route.of("GET", "/v1/entries/{}", (_, ids) -> shown(200, orders.entry(orders.view(), ids.getFirst()))),
                Route.of("PUT", "/v1/entries/{}", (request, ids) -> change(request, ids.getFirst())),
                Route.of("DELETE", "/v1/entries/{}", (_, ids) -> remove(ids.getFirst())),
                Route.of("POST", "/v1/entries/{}/move", (request, ids) -> move(request, ids.getFirst())),
                Route.of("POST", "/v1/entries/{}/failover", (_, ids) -> failover(ids.getFirst())),
                Route.of("POST", "/v1/entries/{}/pin", (request, ids) -> pin(request, ids.getFirst())),
                Route.of("DELETE", "/v1/entries/{}/pin", (_, ids) -> unpin(ids.getFirst())));
    }

    private EntryReport report() throws IOException, RefusedException {
        Picture picture = orders.look();
        return new EntryReport(
                prefix,
                picture,
                picture.view().orElseThrow(() -> new RefusedException(503, "the store is not read yet")));
    }

    private Response shown(int status, Entry entry) throws IOException, RefusedException {
        return Response.json(status, report().of(entry));
    }

    private Response add(Request request) throws IOException, RefusedException {
        Fields fields = request.json();
        var cidr = PoolOrders.Cidr.parse(fields.text("ip"));
        var options = new LinkedHashMap<>(fields.values());
        options.remove("ip");
        return shown(201, orders.add(cidr, options));
    }

    private Response change(Request request, String id) throws IOException, RefusedException {
        return shown(
                200,
                orders.change(orders.entry(orders.view(), id), request.json().values()));
    }

    private Response remove(String id) throws IOException, RefusedException {
        orders.remove(orders.entry(orders.view(), id));
        return Response.done();
    }

    private Response move(Request request, String id) throws IOException, RefusedException {
        var to = new NodeName(request.json().text("node"));
        View view = orders.view();
        return Response.json(200, orders.move(view, orders.entry(view, id), to).fields());
    }

    private Response failover(String id) throws IOException, RefusedException {
        View view = orders.view();
        return Response.json(200, orders.failover(view, orders.entry(view, id)).fields());
    }

    private Response pin(Request request, String id) throws IOException, RefusedException {
        var to = new NodeName(request.json().text("node"));
        View view = orders.view();
        Entry entry = orders.entry(view, id);
        orders.pin(view, entry, to);
        return shown(200, entry);
    }

    private Response unpin(String id) throws IOException, RefusedException {
        View view = orders.view();
        Entry entry = orders.entry(view, id);
        for (Wish wish : view.wishes()) {
            if (wish instanceof Wish.Pin pin && pin.ip().equals(entry.ip()) && orders.withdraw(wish)) {
                return Response.done();
            }
        }
        throw new RefusedException(404, entry.ip() + " is not pinned");
    }
}
