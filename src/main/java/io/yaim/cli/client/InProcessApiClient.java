package io.yaim.cli.client;

import io.yaim.api.ServerRequest;
import io.yaim.api.ServerResponse;
import io.yaim.store.PoolAdmin;
import java.util.Map;
import java.util.function.Function;

/// The API in this process, for hosts without a running node. It reads and writes the store directly.
public final class InProcessApiClient implements ApiClient {

    private final Function<ServerRequest, ServerResponse> api;
    private final PoolAdmin poolAdmin;

    /// @param poolAdmin the target of operator requests; closed with this client
    public InProcessApiClient(Function<ServerRequest, ServerResponse> api, PoolAdmin poolAdmin) {
        this.api = api;
        this.poolAdmin = poolAdmin;
    }

    @Override
    public ApiResponse send(ApiRequest apiRequest) {
        var caller = new ServerRequest.Caller("this process", true, true);
        ServerResponse serverResponse = api.apply(
                ServerRequest.of(apiRequest.method(), apiRequest.target(), Map.of(), apiRequest.body(), caller));
        return new ApiResponse(
                serverResponse.status(),
                switch (serverResponse.content()) {
                    case ServerResponse.Content.Whole(String text) -> text;
                    case ServerResponse.Content.Streamed _ -> "";
                });
    }

    @Override
    public void followEvents(String target, EventHandler eventHandler) throws NoAnswerException {
        throw new NoAnswerException("events need a running node, and none runs here");
    }

    @Override
    public void close() {
        poolAdmin.close();
    }
}
