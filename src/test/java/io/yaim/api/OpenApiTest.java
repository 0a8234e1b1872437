package io.yaim.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.config.ReloadResult;
import io.yaim.lab.OpenApi;
import io.yaim.model.AdminRequest;
import io.yaim.model.View;
import io.yaim.status.StatusSnapshot;
import io.yaim.status.Timeline;
import io.yaim.store.KeySpace;
import io.yaim.store.PoolAdmin;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Compares the description with the routes of the program.
class OpenApiTest {

    private static final StatusSource NOTHING = new StatusSource() {

        @Override
        public StatusSnapshot snapshot() {
            return new StatusSnapshot(Instant.EPOCH, Duration.ZERO, Optional.empty(), Optional.empty());
        }

        @Override
        public void awaitView(Predicate<View> shown) {}
    };

    private static final PoolAdmin CLOSED = new PoolAdmin() {

        @Override
        public View view() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean apply(AdminRequest adminRequest) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    };

    @Test
    void everyRouteIsDescribedAndNothingElse() throws Exception {
        var sources =
                new Api.Sources(KeySpace.of("/service/", "yaim"), "etcd", "1.2.3", NOTHING, CLOSED, new Timeline());
        Api api = Api.of(
                sources,
                new AccessControl(Optional.empty(), true, Set.of()),
                ReloadRoutes.routes(() -> new ReloadResult.Refused(List.of())));
        List<String> routes = api.routes().stream()
                .filter(route -> route.path().startsWith("/v1/"))
                .map(route -> route.method() + " " + route.path())
                .toList();
        assertThat(OpenApi.parse(resource()).operations()).containsExactlyInAnyOrderElementsOf(routes);
    }

    @Test
    void beforeTheStoreWasReadThereIsNothingToReport() {
        var sources =
                new Api.Sources(KeySpace.of("/service/", "yaim"), "etcd", "1.2.3", NOTHING, CLOSED, new Timeline());
        Api api = Api.of(sources, new AccessControl(Optional.empty(), true, Set.of()), List.of());
        for (String path : List.of("/v1/nodes", "/v1/entries", "/v1/plan", "/v1/checks", "/ips", "/endpoints")) {
            assertThat(api.apply(request(path)).status()).as(path).isEqualTo(503);
        }
        assertThat(api.apply(request("/v1/cluster")).status()).isEqualTo(200);
        assertThat(api.apply(request("/version")).content())
                .isEqualTo(new ServerResponse.Content.Whole("{\"version\":\"1.2.3\"}"));
    }

    private static ServerRequest request(String path) {
        return ServerRequest.of("GET", path, java.util.Map.of(), "", new ServerRequest.Caller("here", true, true));
    }

    private static String resource() throws Exception {
        try (InputStream in = Api.class.getResourceAsStream("openapi.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
