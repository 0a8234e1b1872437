package io.yaim.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.api.ServerRequest;
import io.yaim.api.ServerResponse;
import io.yaim.api.TcpApiServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpApiClientTest {

    private static final byte[] EVENT = "data: {\"id\":1}\n\n".getBytes(StandardCharsets.UTF_8);

    private final List<ServerRequest> asked = new ArrayList<>();

    @Test
    void asksWithThePasswordThatItWasGiven() throws Exception {
        var login = new HttpApiClient.Login("u", "secret");
        try (TcpApiServer face = face();
                var line = new HttpApiClient(url(face), Optional.of(login), Optional.empty())) {
            var apiResponse = line.send(ApiRequest.post("/v1/entries/10.0.0.5/move", Map.of("node", "n1")));
            assertThat(apiResponse.orThrow().value()).isEqualTo(Map.of("ok", true));
            var heard = new ArrayList<Object>();
            line.followEvents("/v1/events", heard::add);
            assertThat(heard).isEqualTo(List.of(Map.of("id", 1)));
        }
        assertThat(asked)
                .allSatisfy(serverRequest ->
                        assertThat(serverRequest.header("Authorization")).contains("Basic dTpzZWNyZXQ="));
        assertThat(asked.getFirst().body()).isEqualTo("{\"node\":\"n1\"}");
        assertThat(login.toString()).doesNotContain("secret");
    }

    @Test
    void saysWhereNoServerAnswers() throws Exception {
        String url;
        try (TcpApiServer face = face()) {
            url = url(face);
        }
        try (var line = new HttpApiClient(url, Optional.empty(), Optional.empty())) {
            assertThatThrownBy(() -> line.send(ApiRequest.get("/v1/cluster")))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageContaining(url);
        }
    }

    @Test
    void takesNoPasswordInTheUrl() {
        assertThatThrownBy(() -> new HttpApiClient("http://u:secret@127.0.0.1:1", Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    private TcpApiServer face() throws IOException {
        return new TcpApiServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty(), serverRequest -> {
                    asked.add(serverRequest);
                    return serverRequest.isWrite()
                            ? ServerResponse.json(200, Map.of("ok", true))
                            : ServerResponse.streamed("text/event-stream", out -> out.write(EVENT));
                });
    }

    private static String url(TcpApiServer face) {
        return "http://127.0.0.1:" + face.address().getPort();
    }
}
