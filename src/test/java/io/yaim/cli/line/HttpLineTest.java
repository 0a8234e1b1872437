package io.yaim.cli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.api.Request;
import io.yaim.api.Response;
import io.yaim.api.TcpFace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpLineTest {

    private static final byte[] EVENT = "data: {\"id\":1}\n\n".getBytes(StandardCharsets.UTF_8);

    private final List<Request> asked = new ArrayList<>();

    @Test
    void asksWithThePasswordThatItWasGiven() throws Exception {
        var login = new HttpLine.Login("u", "secret");
        try (TcpFace face = face();
                var line = new HttpLine(url(face), Optional.of(login), Optional.empty())) {
            var answer = line.ask(Question.post("/v1/entries/10.0.0.5/move", Map.of("node", "n1")));
            assertThat(answer.done().value()).isEqualTo(Map.of("ok", true));
            var heard = new ArrayList<Object>();
            line.follow("/v1/events", heard::add);
            assertThat(heard).isEqualTo(List.of(Map.of("id", 1)));
        }
        assertThat(asked)
                .allSatisfy(
                        request -> assertThat(request.header("Authorization")).contains("Basic dTpzZWNyZXQ="));
        assertThat(asked.getFirst().body()).isEqualTo("{\"node\":\"n1\"}");
        assertThat(login.toString()).doesNotContain("secret");
    }

    @Test
    void saysWhereNobodyAnswers() throws Exception {
        String url;
        try (TcpFace face = face()) {
            url = url(face);
        }
        try (var line = new HttpLine(url, Optional.empty(), Optional.empty())) {
            assertThatThrownBy(() -> line.ask(Question.get("/v1/cluster")))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageContaining(url);
        }
    }

    @Test
    void takesNoPasswordInTheUrl() {
        assertThatThrownBy(() -> new HttpLine("http://u:secret@127.0.0.1:1", Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    private TcpFace face() throws IOException {
        return new TcpFace(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty(), request -> {
            asked.add(request);
            return request.isWrite()
                    ? Response.json(200, Map.of("ok", true))
                    : Response.flow("text/event-stream", out -> out.write(EVENT));
        });
    }

    private static String url(TcpFace face) {
        return "http://127.0.0.1:" + face.address().getPort();
    }
}
