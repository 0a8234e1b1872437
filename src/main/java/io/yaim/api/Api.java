package io.yaim.api;

import io.yaim.status.Timeline;
import io.yaim.store.Desk;
import io.yaim.store.KeySpace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/// All that can be asked over HTTP, whichever way the request comes: finds what answers it, and turns what
/// goes wrong into an answer. Tells nobody how it works inside.
public final class Api implements Function<Request, Response> {

    private static final Logger LOGGER = Logger.getLogger(Api.class.getName());

    private final Gate gate;
    private final List<Route> routes;

    Api(Gate gate, List<Route> routes) {
        this.gate = gate;
        this.routes = List.copyOf(routes);
    }

    /// What is told, and where orders are handed in.
    ///
    /// @param store as `dcs-type` says it
    public record Sources(KeySpace keys, String store, String version, Sight sight, Desk desk, Timeline timeline) {}

    /// What these sources can answer.
    ///
    /// @param more what only some can answer
    public static Api of(Sources sources, Gate gate, List<Route> more) {
        var orders = new PoolOrders(sources.keys(), sources.sight(), sources.desk());
        String prefix = sources.keys().prefix();
        var routes = new ArrayList<Route>();
        routes.addAll(new ClusterRoutes(sources, gate, orders).routes());
        routes.addAll(new EntryRoutes(prefix, orders).routes());
        routes.addAll(new EventRoutes(sources.timeline()).routes());
        routes.addAll(new LinkRoutes(prefix, orders).routes());
        routes.addAll(new EndpointRoutes(prefix, orders).routes());
        routes.addAll(Pages.routes());
        routes.addAll(more);
        return new Api(gate, routes);
    }

    @Override
    public Response apply(Request request) {
        Response response = gate.refusal(request).orElseGet(() -> answer(request));
        return request.method().equals("HEAD") ? withoutContent(response) : response;
    }

    List<Route> routes() {
        return routes;
    }

    private Response answer(Request request) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        var allowed = new TreeSet<String>();
        for (Route route : routes) {
            var arguments = route.match(request.path());
            if (arguments.isPresent() && route.method().equals(method)) {
                return answer(route, request, arguments.get());
            }
            arguments.ifPresent(_ -> allowed.add(route.method()));
        }
        if (allowed.isEmpty()) {
            return error(404, "not found");
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return error(405, "expected one of " + String.join(", ", allowed)).with("Allow", String.join(", ", allowed));
    }

    private static Response answer(Route route, Request request, List<String> arguments) {
        try {
            return route.handler().handle(request, arguments);
        } catch (RefusedException e) {
            return error(e.status(), e.reason());
        } catch (IllegalArgumentException e) {
            return error(400, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return error(503, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // a mistake of ours: whoever asked cannot mend it, and must not learn of it
            LOGGER.log(Level.SEVERE, route.method() + " " + route.path(), e);
            return error(500, "internal error; the log of the node says more");
        }
    }

    static Response error(int status, String text) {
        return Response.json(status, Map.of("error", text));
    }

    private static Response withoutContent(Response response) {
        return new Response(response.status(), response.type(), response.headers(), new Response.Content.Whole(""));
    }
}
