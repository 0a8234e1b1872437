package io.yaim.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// A server on 127.0.0.1 that sends the same bytes to every client, whatever the request.
final class GarbageServer implements AutoCloseable {

    private static final int BACKLOG = 50;
    private static final int QUESTION_MILLIS = 200;
    private static final int DRIP_MILLIS = 10;

    private final ServerSocket listening;
    private volatile Answer answer = new Answer("", Ending.CLOSE);

    /// @param text the bytes, as [Target] has them
    /// @param ending what follows them
    record Answer(String text, Ending ending) {

        byte[] bytes() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /// How an answer ends.
    enum Ending {
        CLOSE,
        RESET,
        /// Sends nothing more, and keeps the connection.
        HANG,
        /// The bytes one by one.
        DRIP,
        /// The bytes again and again.
        ENDLESS
    }

    GarbageServer() throws IOException {
        listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void setAnswer(Answer next) {
        answer = next;
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Answer given = answer;
                Thread.ofVirtual().start(() -> serve(client, given));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    /// Ends at the latest when the client closes the connection.
    private static void serve(Socket client, Answer given) {
        try (client) {
            client.setSoTimeout(QUESTION_MILLIS);
            InputStream in = client.getInputStream();
            readRequest(in);
            OutputStream out = client.getOutputStream();
            byte[] bytes = given.bytes();
            if (given.ending() == Ending.DRIP) {
                client.setSoTimeout(DRIP_MILLIS);
                for (byte octet : bytes) {
                    out.write(octet);
                    readRequest(in);
                }
            } else {
                out.write(bytes);
            }
            switch (given.ending()) {
                case CLOSE, DRIP -> {}
                case RESET -> client.setSoLinger(true, 0);
                case HANG -> {
                    client.setSoTimeout(0);
                    in.transferTo(OutputStream.nullOutputStream());
                }
                case ENDLESS -> {
                    while (bytes.length > 0) {
                        out.write(bytes);
                    }
                }
            }
        } catch (IOException e) {
            return; // the client has gone: it is the one that is tested
        }
    }

    private static void readRequest(InputStream in) throws IOException {
        try {
            if (in.read(new byte[4096]) < 0) {
                throw new IOException("the client has gone");
            }
        } catch (SocketTimeoutException e) {
            return; // it asks nothing
        }
    }
}
