package io.yaim.api;

import io.yaim.json.Fields;
import io.yaim.model.Entry;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.Wish;
import io.yaim.status.EntryReport;
import io.yaim.status.StatusSnapshot;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The entries of the pool under `/v1/entries`.
final class EntryRoutes {

    private final String prefix;
    private final PoolOperations pool;

    EntryRoutes(String prefix, PoolOperations operations) {
        this.prefix = prefix;
        this.pool = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/entries", (_, _) -> ServerResponse.json(200, Map.of("entries", report().all()))),
                Route.of("POST", "/v1/entries", (serverRequest, _) -> add(serverRequest)),
                Route.of("GET", "/v1/entries/{}", (_, ids) -> shown(200, pool.entry(pool.view(), ids.getFirst()))),
                Route.of("PUT", "/v1/entries/{}", (serverRequest, ids) -> change(serverRequest, ids.getFirst())),
                Route.of("DELETE", "/v1/entries/{}", (_, ids) -> remove(ids.getFirst())),
                Route.of("POST", "/v1/entries/{}/move", (serverRequest, ids) -> move(serverRequest, ids.getFirst())),
                Route.of("POST", "/v1/entries/{}/failover", (_, ids) -> failover(ids.getFirst())),
                Route.of("POST", "/v1/entries/{}/pin", (serverRequest, ids) -> pin(serverRequest, ids.getFirst())),
                Route.of("DELETE", "/v1/entries/{}/pin", (_, ids) -> unpin(ids.getFirst())));
    }

    private EntryReport report() throws IOException, HttpErrorException {
        StatusSnapshot statusSnapshot = pool.snapshot();
        return new EntryReport(
                prefix,
                statusSnapshot,
                statusSnapshot
                        .view()
                        .orElseThrow(() -> new HttpErrorException(503, "the store has not been read yet")));
    }

    private ServerResponse shown(int status, Entry entry) throws IOException, HttpErrorException {
        return ServerResponse.json(status, report().of(entry));
    }

    private ServerResponse add(ServerRequest serverRequest) throws IOException, HttpErrorException {
        Fields fields = serverRequest.json();
        var cidr = Cidr.parse(fields.text("ip"));
        var options = new LinkedHashMap<>(fields.values());
        options.remove("ip");
        return shown(201, pool.add(cidr, options));
    }

    private ServerResponse change(ServerRequest serverRequest, String id) throws IOException, HttpErrorException {
        return shown(
                200,
                pool.change(pool.entry(pool.view(), id), serverRequest.json().values()));
    }

    private ServerResponse remove(String id) throws IOException, HttpErrorException {
        pool.remove(pool.entry(pool.view(), id));
        return ServerResponse.noContent();
    }

    private ServerResponse move(ServerRequest serverRequest, String id) throws IOException, HttpErrorException {
        var to = new NodeName(serverRequest.json().text("node"));
        View view = pool.view();
        return ServerResponse.json(
                200, pool.move(view, pool.entry(view, id), to).fields());
    }

    private ServerResponse failover(String id) throws IOException, HttpErrorException {
        View view = pool.view();
        return ServerResponse.json(
                200, pool.failover(view, pool.entry(view, id)).fields());
    }

    private ServerResponse pin(ServerRequest serverRequest, String id) throws IOException, HttpErrorException {
        var to = new NodeName(serverRequest.json().text("node"));
        View view = pool.view();
        Entry entry = pool.entry(view, id);
        pool.pin(view, entry, to);
        return shown(200, entry);
    }

    private ServerResponse unpin(String id) throws IOException, HttpErrorException {
        View view = pool.view();
        Entry entry = pool.entry(view, id);
        for (Wish wish : view.wishes()) {
            if (wish instanceof Wish.Pin pin && pin.ip().equals(entry.ip()) && pool.withdrawWish(wish)) {
                return ServerResponse.noContent();
            }
        }
        throw new HttpErrorException(404, entry.ip() + " is not pinned");
    }
}
