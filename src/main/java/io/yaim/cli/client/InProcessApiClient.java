package io.yaim.cli.client;

import io.yaim.api.ServerRequest;
import io.yaim.api.ServerResponse;
import io.yaim.store.PoolAdmin;
import java.util.Map;
import java.util.function.Function;

/// The API in this very process, where no node runs: what it says comes from the store, and what it is told
/// goes there.
public final class InProcessApiClient implements ApiClient {

    private final Function<ServerRequest, ServerResponse> api;
    private final PoolAdmin poolAdmin;

    /// @param poolAdmin of that API; is closed with this
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
        throw new NoAnswerException("only a running node tells what happens; there is none");
    }

    @Override
    public void close() {
        poolAdmin.close();
    }
}
