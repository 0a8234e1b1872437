package io.yaim.cli.client;

import java.io.IOException;
import java.util.List;

/// Questions over a line, whose answers are what was asked for; what is refused is thrown.
public final class TypedClient implements AutoCloseable {

    private final ApiClient apiClient;

    public TypedClient(ApiClient apiClient) {
        this.apiClient = apiClient;
    }

    /// The answer as it was told.
    ///
    /// @throws ApiErrorException it is not done
    public Object send(ApiRequest apiRequest) throws IOException {
        return apiClient.send(apiRequest).orThrow().value();
    }

    public ResponseFields get(String target) throws IOException {
        return ResponseFields.of(send(ApiRequest.get(target)));
    }

    /// What `/v1/nodes` and the like tell of each.
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
