package io.yaim.check.tcp;

import static io.yaim.check.CheckFactory.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.check.InvalidOptionException;
import io.yaim.check.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class TcpCheckTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "localhost"})
    void passesIfThePortAcceptsConnections(String host) throws Exception {
        String literal = host.equals("localhost") ? "127.0.0.1" : host;
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral(literal.replaceAll("[\\[\\]]", "")))) {
            assertThat(run(host + ":" + server.getLocalPort(), TIMEOUT)).isEqualTo(new Verdict.Pass());
        }
    }

    @Test
    void throwsIfThePortIsClosed() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            port = server.getLocalPort();
        }
        assertThatThrownBy(() -> run("127.0.0.1:" + port, TIMEOUT))
                .isInstanceOf(IOException.class)
                .hasMessage("connect to 127.0.0.1:" + port + ": Connection refused");
    }

    @Test
    void failsAtTheTimeout() throws Exception {
        // The queue of connections that are not accepted is full, so further ones are not answered.
        List<Socket> queue = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket();
                queue.add(socket);
                tryToConnect(socket, server.getLocalPort());
            }
            assertThat(run("127.0.0.1:" + server.getLocalPort(), Duration.ofMillis(100)))
                    .isEqualTo(new Verdict.Fail(
                            "connect to 127.0.0.1:" + server.getLocalPort() + ": no answer within 100 ms"));
        } finally {
            for (Socket socket : queue) {
                socket.close();
            }
        }
    }

    @Test
    void throwsIfTheNameCannotBeResolved() {
        assertThatThrownBy(() -> run("no-such-host.invalid:80", TIMEOUT))
                .isInstanceOf(IOException.class)
                .hasMessage("connect to no-such-host.invalid:80: the host name cannot be resolved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "host", "host:", ":80", "host:port", "host:0", "host:65536", "::1:80", "http://h:80"})
    void anInvalidAddressIsRejected(String address) {
        assertThatThrownBy(() -> run(address, TIMEOUT))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageStartingWith("address: found");
    }

    private static void tryToConnect(Socket socket, int port) {
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20);
        } catch (IOException e) {
            assertThat(e).as("the queue is full").isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    private static Verdict run(String address, Duration timeout) throws Exception {
        return check("tcp", Map.of("address", address)).run(timeout);
    }
}
