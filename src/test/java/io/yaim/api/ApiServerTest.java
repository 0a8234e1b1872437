package io.yaim.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.lab.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both kinds of listeners, with routes made for the test.
class ApiServerTest {

    private static final List<Route> ROUTES = List.of(
            Route.of(
                    "GET",
                    "/echo/{}",
                    (serverRequest, arguments) -> ServerResponse.plain(
                            200,
                            arguments.getFirst() + " " + serverRequest.query() + " "
                                    + serverRequest.caller().isLocal())),
            Route.of("POST", "/echo", (serverRequest, _) -> ServerResponse.plain(201, serverRequest.body())),
            Route.of("GET", "/broken", (_, _) -> {
                throw new IllegalStateException("the secret plan");
            }),
            Route.of("GET", "/away", (_, _) -> {
                throw new IOException("etcd read: no answer in time");
            }),
            Route.of("DELETE", "/echo/{}", (_, _) -> ServerResponse.noContent()),
            Route.of(
                    "GET",
                    "/flow",
                    (_, _) -> ServerResponse.streamed("text/event-stream", out -> {
                        for (int i = 0; i < 3; i++) {
                            out.write(("data: " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
                            out.flush();
                        }
                    })));

    @TempDir
    private Path folder;

    private TcpApiServer tcp;
    private SocketApiServer socket;

    /// The kind of listener.
    enum Way {
        TCP,
        SOCKET
    }

    @BeforeEach
    void open() throws IOException {
        var api = new Api(new AccessControl(Optional.empty(), true, Set.of()), ROUTES);
        tcp = new TcpApiServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty(), api);
        socket = new SocketApiServer(folder.resolve("yaim.sock"), api);
    }

    @AfterEach
    void close() throws IOException {
        tcp.close();
        socket.close();
    }

    private Http http(Way way) {
        return switch (way) {
            case TCP -> Http.to(tcp.address().getPort());
            case SOCKET -> Http.to(folder.resolve("yaim.sock"));
        };
    }

    @ParameterizedTest
    @EnumSource
    void answersWhatTheRouteSays(Way way) throws Exception {
        Http.Answer answer = http(way).get("/echo/a%2Fb%20c?x=1%262&y");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "text/plain; charset=utf-8");
        assertThat(answer.body()).startsWith("a/b c {").contains("x=1&2", "y=").endsWith(" " + (way == Way.SOCKET));
        assertThat(http(way).post("/echo", "h\u00e4").body()).isEqualTo("h\u00e4");
        assertThat(http(way).send("DELETE", "/echo/1", "").status()).isEqualTo(204);
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatIsMissing(Way way) throws Exception {
        assertThat(http(way).get("/nowhere"))
                .extracting(Http.Answer::status, Http.Answer::body)
                .containsExactly(404, "{\"error\":\"not found\"}");
        Http.Answer answer = http(way).send("PUT", "/echo/1", "");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("allow", "DELETE, GET, HEAD");
    }

    @ParameterizedTest
    @EnumSource
    void revealsNoInternals(Way way) throws Exception {
        assertThat(http(way).get("/broken"))
                .extracting(Http.Answer::status, Http.Answer::body)
                .containsExactly(500, "{\"error\":\"internal error; see the log of the node\"}");
        assertThat(http(way).get("/away"))
                .extracting(Http.Answer::status, Http.Answer::body)
                .containsExactly(503, "{\"error\":\"etcd read: no answer in time\"}");
    }

    @ParameterizedTest
    @EnumSource
    void headIsGetWithoutContent(Way way) throws Exception {
        assertThat(http(way).send("HEAD", "/echo/1", ""))
                .extracting(Http.Answer::status, Http.Answer::body)
                .containsExactly(200, "");
    }

    @ParameterizedTest
    @EnumSource
    void aBodyIsBounded(Way way) throws Exception {
        assertThat(http(way)
                        .post("/echo", "x".repeat(ServerRequest.LARGEST_BODY))
                        .status())
                .isEqualTo(201);
        assertThat(http(way)
                        .post("/echo", "x".repeat(ServerRequest.LARGEST_BODY + 1))
                        .status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @EnumSource
    void whatFlowsComesAsItIs(Way way) throws Exception {
        assertThat(http(way).get("/flow").body()).isEqualTo("data: 0\n\ndata: 1\n\ndata: 2\n\n");
    }

    @Test
    void refusesWhatIsNoRequest() throws Exception {
        for (String request :
                List.of("hello\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/2\r\n\r\n", "GET / HTTP/1.1\r\nx\r\n\r\n")) {
            assertThat(http(Way.SOCKET).raw(request).status()).as(request).isEqualTo(400);
        }
        assertThat(http(Way.SOCKET).raw("GET /%zz HTTP/1.1\r\n\r\n").status()).isEqualTo(400);
        assertThat(http(Way.SOCKET)
                        .raw("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                        .status())
                .isEqualTo(411);
        assertThat(http(Way.SOCKET)
                        .raw("GET /" + "x".repeat(9000) + " HTTP/1.1\r\n\r\n")
                        .status())
                .isEqualTo(431);
        assertThat(http(Way.SOCKET)
                        .raw("POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void onlyItsOwnerAndItsGroupOpenTheSocket() throws Exception {
        Path file = folder.resolve("yaim.sock");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw----");
        socket.close();
        assertThat(file).doesNotExist();
    }

    @Test
    void takesOverTheSocketOfAnIncarnationThatHasEnded() throws Exception {
        Path file = Files.createFile(folder.resolve("old.sock"));
        var next = new SocketApiServer(file, serverRequest -> ServerResponse.plain(200, "new"));
        assertThat(Http.to(file).get("/").body()).isEqualTo("new");
        next.close();
    }

    @Test
    void saysWhereItCannotListen() {
        assertThatThrownBy(() -> new TcpApiServer(tcp.address(), Optional.empty(), _ -> ServerResponse.noContent()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("listen on")
                .hasMessageContaining(String.valueOf(tcp.address().getPort()));
        assertThatThrownBy(() -> new SocketApiServer(folder.resolve("no/where.sock"), _ -> ServerResponse.noContent()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("where.sock");
    }
}
