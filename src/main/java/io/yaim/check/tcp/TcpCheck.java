package io.yaim.check.tcp;

import io.yaim.check.Check;
import io.yaim.check.Verdict;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// Connects, and closes the connection at once. The name is looked up at each run: it may move.
final class TcpCheck implements Check {

    private final String host;
    private final int port;
    private final String attempt;

    /// @param isNamed whether what tells of its failures says what it connects to
    TcpCheck(String host, int port, boolean isNamed) {
        this.host = host;
        this.port = port;
        attempt = isNamed ? "" : "connect to " + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + ": ";
    }

    @Override
    public Verdict run(Duration timeout) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException(attempt + "no address is known for this name");
        }
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(address, Math.toIntExact(timeout.toMillis()));
            return new Verdict.Pass();
        } catch (SocketTimeoutException e) {
            return new Verdict.Fail(attempt + "no answer within " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            throw new IOException(attempt + e.getMessage(), e);
        }
    }
}
