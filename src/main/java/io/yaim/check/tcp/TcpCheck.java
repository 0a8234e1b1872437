package io.yaim.check.tcp;

import io.yaim.check.Check;
import io.yaim.check.Verdict;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// Opens a connection and closes it at once. The name is resolved at each run, because its address may change.
final class TcpCheck implements Check {

    private final String host;
    private final int port;
    private final String messagePrefix;

    /// @param isNamed whether the caller already names the host and port in its messages
    TcpCheck(String host, int port, boolean isNamed) {
        this.host = host;
        this.port = port;
        messagePrefix =
                isNamed ? "" : "connect to " + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + ": ";
    }

    @Override
    public Verdict run(Duration timeout) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException(messagePrefix + "the host name cannot be resolved");
        }
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(address, Math.toIntExact(timeout.toMillis()));
            return new Verdict.Pass();
        } catch (SocketTimeoutException e) {
            return new Verdict.Fail(messagePrefix + "no answer within " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            throw new IOException(messagePrefix + e.getMessage(), e);
        }
    }
}
