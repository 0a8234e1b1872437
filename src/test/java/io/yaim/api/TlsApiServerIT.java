package io.yaim.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.tls.TestAuthority;
import io.yaim.tls.TlsMaterial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The API by HTTPS, with a password.
final class TlsApiServerIT {

    @TempDir
    private Path folder;

    @Test
    void servesTlsToClientsWithThePassword() throws Exception {
        TestAuthority authority = TestAuthority.in(folder);
        authority.issue("server", "localhost");
        var identity = new TlsMaterial.Identity(authority.file("server.pem"), authority.file("server.key"));
        var accessControl =
                new AccessControl(Optional.of(new AccessControl.Password("ops", "sesame")), true, Set.of("localhost"));
        var api = new Api(
                accessControl,
                List.of(
                        Route.of(
                                "GET",
                                "/x",
                                (serverRequest, _) -> ServerResponse.plain(
                                        200, "secured " + serverRequest.caller().isTls())),
                        Route.of("POST", "/x", (_, _) -> ServerResponse.noContent())));
        var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var face = new TcpApiServer(
                        listen,
                        Optional.of(TlsMaterial.of(Optional.empty(), Optional.of(identity))
                                .context()),
                        api);
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(TlsMaterial.of(Optional.of(authority.file("ca.pem")), Optional.empty())
                                .context())
                        .build()) {
            String url = "https://localhost:" + face.address().getPort() + "/x";
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
            assertThat(send(client, request).statusCode()).isEqualTo(401);
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString("ops:sesame".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            assertThat(send(client, request).body()).isEqualTo("secured true");
            request.POST(BodyPublishers.noBody());
            assertThat(send(client, request.copy().header("Origin", url.substring(0, url.length() - 2)))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(send(client, request.copy().header("Origin", "https://elsewhere.example"))
                            .statusCode())
                    .isEqualTo(403);
            HttpRequest.Builder inClear = HttpRequest.newBuilder(URI.create(url.replace("https", "http")));
            assertThatThrownBy(() -> send(client, inClear)).isInstanceOf(IOException.class);
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
