package io.yaim.api;

import io.yaim.config.Reloaded;
import java.util.LinkedHashMap;
import java.util.List;

/// Has the configuration read again.
public final class ReloadRoutes {

    private ReloadRoutes() {}

    /// The route to this reload.
    public static List<Route> routes(Reloading reload) {
        return List.of(Route.of("POST", "/v1/reload", (_, _) -> answer(reload)));
    }

    /// Reads the configuration again, and returns what came of it.
    public interface Reloading {
        Reloaded now() throws InterruptedException;
    }

    private static Response answer(Reloading reload) throws RefusedException {
        try {
            return answer(reload.now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(503, "the node stops");
        }
    }

    private static Response answer(Reloaded outcome) throws RefusedException {
        return switch (outcome) {
            case Reloaded.Applied(var changed, var pending) -> {
                var fields = new LinkedHashMap<String, Object>();
                fields.put("changed", changed);
                fields.put("pending", pending);
                yield Response.json(200, fields);
            }
            case Reloaded.Refused(var errors) -> throw new RefusedException(422, String.join("\n", errors));
        };
    }
}
