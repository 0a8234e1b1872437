package io.yaim.cli.client;

import java.io.IOException;
import java.util.List;

/// Sends requests and returns parsed responses. Failures become exceptions.
public final class TypedClient implements AutoCloseable {

    private final ApiClient apiClient;

    public TypedClient(ApiClient apiClient) {
        this.apiClient = apiClient;
    }

    /// Returns the parsed response.
    ///
    /// @throws ApiErrorException the request failed
    public Object send(ApiRequest apiRequest) throws IOException {
        return apiClient.send(apiRequest).orThrow().value();
    }

    public ResponseFields get(String target) throws IOException {
        return ResponseFields.of(send(ApiRequest.get(target)));
    }

    /// Returns the items of `/v1/nodes` and the like.
    public List<ResponseFields> list(String kind) throws IOException {
        return get("/v1/" + kind).nestedList(kind);
    }

    public void followEvents(String target, ApiClient.EventHandler eventHandler) throws IOException {
        apiClient.followEvents(target, eventHandler);
    }

    @Override
    public void close() {
        apiClient.close();
    }
}
