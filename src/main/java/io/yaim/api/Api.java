package io.yaim.api;

import io.yaim.status.Timeline;
import io.yaim.store.KeySpace;
import io.yaim.store.PoolAdmin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The HTTP API, for requests of all listeners. It finds the route of a request and turns failures into error
/// responses. Error responses show no internals.
public final class Api implements Function<ServerRequest, ServerResponse> {

    private static final Logger LOGGER = Logger.getLogger(Api.class.getName());

    private final AccessControl accessControl;
    private final List<Route> routes;

    Api(AccessControl accessControl, List<Route> routes) {
        this.accessControl = accessControl;
        this.routes = List.copyOf(routes);
    }

    /// What the API reports from, and where operator requests are submitted.
    ///
    /// @param storeType the value of `dcs-type`
    public record Sources(
            KeySpace keys,
            String storeType,
            String version,
            StatusSource statusSource,
            PoolAdmin poolAdmin,
            Timeline timeline) {}

    /// Creates the API on these sources.
    ///
    /// @param more routes that only some processes have
    public static Api of(Sources sources, AccessControl accessControl, List<Route> more) {
        var operations = new PoolOperations(sources.keys(), sources.statusSource(), sources.poolAdmin());
        String prefix = sources.keys().prefix();
        var routes = new ArrayList<Route>();
        routes.addAll(new ClusterRoutes(sources, accessControl, operations).routes());
        routes.addAll(new EntryRoutes(prefix, operations).routes());
        routes.addAll(new EventRoutes(sources.timeline()).routes());
        var additions = new LinkAdditions(prefix);
        routes.addAll(new LinkRoutes(prefix, operations, additions).routes());
        routes.addAll(new EndpointRoutes(prefix, operations, additions).routes());
        routes.addAll(StaticRoutes.routes());
        routes.addAll(more);
        return new Api(accessControl, routes);
    }

    @Override
    public ServerResponse apply(ServerRequest serverRequest) {
        ServerResponse serverResponse = accessControl.denial(serverRequest).orElseGet(() -> answer(serverRequest));
        return serverRequest.method().equals("HEAD") ? withoutContent(serverResponse) : serverResponse;
    }

    List<Route> routes() {
        return routes;
    }

    private ServerResponse answer(ServerRequest serverRequest) {
        String method = serverRequest.method().equals("HEAD") ? "GET" : serverRequest.method();
        var allowed = new TreeSet<String>();
        for (Route route : routes) {
            var arguments = route.match(serverRequest.path());
            if (arguments.isPresent() && route.method().equals(method)) {
                return answer(route, serverRequest, arguments.get());
            }
            arguments.ifPresent(_ -> allowed.add(route.method()));
        }
        if (allowed.isEmpty()) {
            return error(404, "not found");
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return error(405, "expected one of " + String.join(", ", allowed))
                .withHeader("Allow", String.join(", ", allowed));
    }

    private static ServerResponse answer(Route route, ServerRequest serverRequest, List<String> arguments) {
        try {
            return route.handler().handle(serverRequest, arguments);
        } catch (HttpErrorException e) {
            return error(e.status(), e.reason());
        } catch (IllegalArgumentException e) {
            return error(400, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return error(503, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // a bug: the client cannot correct it, and must see no internals
            LOGGER.log(Level.SEVERE, route.method() + " " + route.path(), e);
            return error(500, "internal error; see the log of the node");
        }
    }

    static ServerResponse error(int status, String text) {
        return ServerResponse.json(status, Map.of("error", text));
    }

    private static ServerResponse withoutContent(ServerResponse serverResponse) {
        return new ServerResponse(
                serverResponse.status(),
                serverResponse.type(),
                serverResponse.headers(),
                new ServerResponse.Content.Whole(""));
    }
}
