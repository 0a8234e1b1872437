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

    TcpCheck(String host, int port) {
        this.host = host;
        this.port = port;
    }

    @Override
    public Verdict run(Duration timeout) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("connect to " + this + ": no address is known for this name");
        }
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(address, Math.toIntExact(timeout.toMillis()));
            return new Verdict.Pass();
        } catch (SocketTimeoutException e) {
            return new Verdict.Fail("connect to " + this + ": no answer within " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            throw new IOException("connect to " + this + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
