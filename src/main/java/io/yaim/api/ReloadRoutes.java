package io.yaim.api;

import io.yaim.config.ReloadResult;
import java.util.LinkedHashMap;
import java.util.List;

/// Reloads the configuration.
public final class ReloadRoutes {

    private ReloadRoutes() {}

    /// Returns the route to this reload.
    public static List<Route> routes(ReloadAction reload) {
        return List.of(Route.of("POST", "/v1/reload", (_, _) -> answer(reload)));
    }

    /// Reads the configuration again, and returns the result.
    public interface ReloadAction {
        ReloadResult reload() throws InterruptedException;
    }

    private static ServerResponse answer(ReloadAction reload) throws HttpErrorException {
        try {
            return answer(reload.reload());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpErrorException(503, "the node is stopping");
        }
    }

    private static ServerResponse answer(ReloadResult outcome) throws HttpErrorException {
        return switch (outcome) {
            case ReloadResult.Applied(var changed, var pending) -> {
                var fields = new LinkedHashMap<String, Object>();
                fields.put("changed", changed);
                fields.put("pending", pending);
                yield ServerResponse.json(200, fields);
            }
            case ReloadResult.Refused(var errors) -> throw new HttpErrorException(422, String.join("\n", errors));
        };
    }
}
