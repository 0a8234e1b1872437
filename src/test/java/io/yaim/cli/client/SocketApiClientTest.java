package io.yaim.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.api.ServerRequest;
import io.yaim.api.ServerResponse;
import io.yaim.api.SocketApiServer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketApiClientTest {

    @TempDir
    private Path folder;

    @Test
    void asksAndIsAnswered() throws Exception {
        var asked = new ArrayList<ServerRequest>();
        Function<ServerRequest, ServerResponse> api = serverRequest -> {
            asked.add(serverRequest);
            return ServerResponse.json(201, Map.of("ip", "10.0.0.5"));
        };
        try (var face = new SocketApiServer(socket(), api);
                var line = new SocketApiClient(socket())) {
            assertThat(line.isListening()).isTrue();
            var apiRequest =
                    ApiRequest.post("/v1/entries/" + ApiRequest.encoded("10.0.0.5/24 ä"), Map.of("node", "n1"));
            assertThat(line.send(apiRequest).orThrow().value()).isEqualTo(Map.of("ip", "10.0.0.5"));
            assertThat(face).isNotNull();
        }
        assertThat(asked).singleElement().satisfies(serverRequest -> {
            assertThat(serverRequest.method()).isEqualTo("POST");
            assertThat(serverRequest.path()).containsExactly("v1", "entries", "10.0.0.5/24 ä");
            assertThat(serverRequest.body()).isEqualTo("{\"node\":\"n1\"}");
            assertThat(serverRequest.caller().isLocal()).isTrue();
        });
    }

    @Test
    void hearsEventsAsTheyComeUntilTheOtherSideEnds() throws Exception {
        String stream = ":\n\nid: 1\nevent: bind\ndata: {\"id\":1}\n\n:\n\nid: 2\ndata: {\"id\":\ndata: 2}\n\n";
        var heard = new ArrayList<Object>();
        try (var face = new SocketApiServer(
                        socket(),
                        serverRequest -> ServerResponse.streamed(
                                "text/event-stream", out -> out.write(stream.getBytes(StandardCharsets.UTF_8))));
                var line = new SocketApiClient(socket())) {
            line.followEvents("/v1/events", heard::add);
            assertThat(face).isNotNull();
        }
        assertThat(heard).isEqualTo(List.of(Map.of("id", 1), Map.of("id", 2)));
    }

    @Test
    void saysWhereNoServerAnswers() throws Exception {
        try (var line = new SocketApiClient(socket())) {
            assertThat(line.isListening()).isFalse();
            assertThatThrownBy(() -> line.send(ApiRequest.get("/v1/cluster")))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessage("no daemon answers at " + socket());
            leaveASocketThatNobodyListensOn();
            assertThat(line.isListening()).isFalse();
            assertThatThrownBy(() -> line.send(ApiRequest.get("/v1/cluster"))).isInstanceOf(NoAnswerException.class);
        }
    }

    @Test
    void waitsForASilentDaemonNoLongerThanItsPatience() throws Exception {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                var line = new SocketApiClient(socket(), Duration.ofMillis(50))) {
            server.bind(UnixDomainSocketAddress.of(socket()));
            assertThatThrownBy(() -> line.send(ApiRequest.get("/v1/cluster")))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageContaining("no answer within");
        }
    }

    @Test
    void refusesAnAnswerThatIsCutOffOrNone() {
        assertThatThrownBy(() -> answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"))
                .isInstanceOf(EOFException.class)
                .hasMessage("the answer ended after 2 of 9 bytes");
        assertThatThrownBy(() -> answer("")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> answer("SSH-2.0-x\r\n")).hasMessage("expected an answer in HTTP/1.1");
        assertThatThrownBy(() -> answer("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000)))
                .hasMessageContaining("expected lines of at most");
        assertThatThrownBy(() -> answer("HTTP/1.1 200 OK\r\n" + "X: y\r\nX: z\r\n".repeat(60) + "broken\r\n\r\n"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void turnsTheStatusIntoWhatWentWrong() {
        assertThatThrownBy(() -> new ApiResponse(409, "{\"error\":\"exists\"}").orThrow())
                .isInstanceOf(ApiErrorException.class)
                .hasMessage("exists");
        assertThatThrownBy(() -> new ApiResponse(503, "{\"error\":\"etcd is away\"}").orThrow())
                .isInstanceOf(NoAnswerException.class)
                .hasMessage("etcd is away");
        assertThatThrownBy(() -> new ApiResponse(502, "<html>").orThrow()).hasMessageContaining("status 502");
    }

    private static String answer(String text) throws IOException {
        var httpResponseReader =
                new HttpResponseReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        return httpResponseReader.readBody(httpResponseReader.readHead());
    }

    private void leaveASocketThatNobodyListensOn() throws IOException {
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket()));
        }
    }

    private Path socket() {
        return folder.resolve("n1.sock");
    }
}
