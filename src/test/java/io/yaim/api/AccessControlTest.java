package io.yaim.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessControlTest {

    private static final ServerRequest.Caller REMOTE = new ServerRequest.Caller("10.0.0.9", false, false);
    private static final ServerRequest.Caller LOCAL = new ServerRequest.Caller("root", true, true);
    private static final AccessControl OPEN = new AccessControl(Optional.empty(), true, Set.of("localhost", "node1"));
    private static final AccessControl GUARDED =
            new AccessControl(Optional.of(new AccessControl.Password("ops", "sesame")), true, Set.of("localhost"));

    @Test
    void withoutAPasswordEveryClientMayAsk() {
        assertThat(OPEN.denial(request("GET", "/v1/cluster", Map.of()))).isEmpty();
        assertThat(OPEN.denial(request("POST", "/v1/pause", Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops:sesam", "ops:sesame ", "op:sesame", ":", "", "sesame"})
    void onlyTheExactPasswordIsAccepted(String given) {
        assertThat(status(GUARDED, request("GET", "/ips", basic(given)))).isEqualTo(401);
        assertThat(status(GUARDED, request("GET", "/ips", basic("ops:sesame")))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic !!!", "Bearer b3BzOnNlc2FtZQ==", "basic"})
    void aMalformedHeaderIsNoPassword(String header) {
        assertThat(status(GUARDED, request("GET", "/ips", Map.of("authorization", header))))
                .isEqualTo(401);
    }

    @Test
    void healthNeedsNoPassword() {
        assertThat(GUARDED.denial(request("GET", "/healthz", Map.of()))).isEmpty();
        assertThat(GUARDED.denial(request("GET", "/readyz", Map.of()))).isEmpty();
        assertThat(status(GUARDED, request("GET", "/healthz/x", Map.of()))).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "127.0.0.1:1313, http://127.0.0.1:1313, -, 0",
                "localhost:1313, http://localhost:1313, same-origin, 0",
                "node1:1313, http://node1:1313, -, 0",
                "'[::1]:1313', 'http://[::1]:1313', -, 0",
                "127.0.0.1:1313, -, -, 0",
                "127.0.0.1:1313, -, none, 0",
                "127.0.0.1:1313, -, cross-site, 403",
                "127.0.0.1:1313, -, same-site, 403",
                "127.0.0.1:1313, http://evil.example, -, 403",
                "127.0.0.1:1313, https://127.0.0.1:1313, -, 403",
                "127.0.0.1:1313, http://127.0.0.1:8080, -, 403",
                "127.0.0.1:1313, null, -, 403",
                "evil.example:1313, http://evil.example:1313, same-origin, 403"
            })
    void noPageOfAnotherSiteWrites(String host, String origin, String site, int status) {
        var headers = new java.util.TreeMap<String, String>();
        headers.put("host", host);
        Optional.ofNullable(origin).ifPresent(value -> headers.put("origin", value));
        Optional.ofNullable(site).ifPresent(value -> headers.put("sec-fetch-site", value));
        assertThat(status(OPEN, request("POST", "/v1/pause", headers))).isEqualTo(status);
        assertThat(status(OPEN, request("GET", "/v1/cluster", headers))).isZero();
    }

    @Test
    void theManagementSocketTakesRequestsEvenIfOthersAreReadOnly() {
        var telling = new AccessControl(Optional.empty(), false, Set.of());
        assertThat(status(telling, request("DELETE", "/v1/entries/10.0.0.1", Map.of())))
                .isEqualTo(403);
        var order = ServerRequest.of("DELETE", "/v1/entries/10.0.0.1", Map.of(), "", LOCAL);
        assertThat(telling.denial(order)).isEmpty();
        assertThat(GUARDED.denial(order)).isEmpty();
        assertThat(telling.isWritable(LOCAL)).isTrue();
        assertThat(telling.isWritable(REMOTE)).isFalse();
    }

    @Test
    void thePasswordIsNotShown() {
        assertThat(new AccessControl.Password("ops", "sesame").toString()).doesNotContain("sesame");
    }

    private static int status(AccessControl accessControl, ServerRequest serverRequest) {
        return accessControl.denial(serverRequest).map(ServerResponse::status).orElse(0);
    }

    private static ServerRequest request(String method, String target, Map<String, String> headers) {
        return ServerRequest.of(method, target, headers, "", REMOTE);
    }

    private static Map<String, String> basic(String both) {
        return Map.of(
                "authorization",
                "Basic " + Base64.getEncoder().encodeToString(both.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
