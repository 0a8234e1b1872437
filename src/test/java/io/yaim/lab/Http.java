package io.yaim.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A client of HTTP/1.1 that sends exactly the given bytes and returns exactly what it receives.
public final class Http {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final Connector connector;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private interface Connector {
        byte[] exchange(byte[] request) throws Exception;
    }

    /// The answer; headers by their names in lower case.
    public record Answer(int status, Map<String, String> headers, String body) {

        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    private Http(Connector connector) {
        this.connector = connector;
    }

    /// To a port of loopback in a namespace.
    public static Http to(Namespace namespace, int port) {
        return new Http(request -> namespace.call(() -> {
            try (var socket = new Socket()) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
                return exchange(request, socket.getInputStream(), socket.getOutputStream());
            }
        }));
    }

    /// To a port of loopback.
    public static Http to(int port) {
        return new Http(request -> {
            try (var socket = new Socket()) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
                return exchange(request, socket.getInputStream(), socket.getOutputStream());
            }
        });
    }

    /// To a UNIX socket.
    public static Http to(Path socket) {
        return new Http(request -> {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                return exchange(request, Channels.newInputStream(channel), Channels.newOutputStream(channel));
            }
        });
    }

    /// The same, with a further header in each request.
    public Http with(String name, String value) {
        var more = new Http(connector);
        more.headers.putAll(headers);
        more.headers.put(name, value);
        return more;
    }

    /// The same, with a user and a password.
    public Http as(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return with("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }

    public Answer get(String target) throws Exception {
        return send("GET", target, "");
    }

    public Answer post(String target, String body) throws Exception {
        return send("POST", target, body);
    }

    /// One request; the connection ends with its answer.
    public Answer send(String method, String target, String body) throws Exception {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        var all = new LinkedHashMap<String, String>();
        all.put("Host", "127.0.0.1:1313");
        all.put("Connection", "close");
        if (content.length > 0) {
            all.put("Content-Length", String.valueOf(content.length));
        }
        all.putAll(headers);
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        all.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        var request = new ByteArrayOutputStream();
        request.write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        request.write(content);
        return parsed(connector.exchange(request.toByteArray()));
    }

    /// Sends these bytes as they are.
    public Answer raw(String request) throws Exception {
        return parsed(connector.exchange(request.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static byte[] exchange(byte[] request, InputStream in, OutputStream out) throws IOException {
        out.write(request);
        out.flush();
        return in.readAllBytes();
    }

    private static Answer parsed(byte[] answer) throws IOException {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/1.1 ") || end < 0) {
            throw new IOException("no answer of HTTP: " + text);
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        var headers = new TreeMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        String body = text.substring(end + 4);
        byte[] bytes = (headers.getOrDefault("transfer-encoding", "").equals("chunked") ? unchunked(body) : body)
                .getBytes(StandardCharsets.ISO_8859_1);
        return new Answer(
                Integer.parseInt(lines[0].substring(9, 12)), headers, new String(bytes, StandardCharsets.UTF_8));
    }

    private static String unchunked(String body) {
        var whole = new StringBuilder();
        int at = 0;
        while (at < body.length()) {
            int end = body.indexOf("\r\n", at);
            int length = Integer.parseInt(body.substring(at, end), 16);
            whole.append(body, end + 2, end + 2 + length);
            at = end + 2 + length + 2;
        }
        return whole.toString();
    }
}
