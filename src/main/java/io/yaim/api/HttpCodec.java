package io.yaim.api;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Reads and writes HTTP/1.1 (RFC 9112), as far as one request and one response on a connection need it. A body has
/// a length. The connection ends with the response.
final class HttpCodec {

    private static final int LONGEST_LINE = 8192;
    private static final int MOST_HEADERS = 100;

    private static final Map<Integer, String> REASONS = Map.of(
            HttpURLConnection.HTTP_OK, "OK",
            HttpURLConnection.HTTP_CREATED, "Created",
            HttpURLConnection.HTTP_NO_CONTENT, "No Content",
            HttpURLConnection.HTTP_BAD_REQUEST, "Bad Request",
            HttpURLConnection.HTTP_NOT_FOUND, "Not Found",
            HttpURLConnection.HTTP_CONFLICT, "Conflict",
            HttpURLConnection.HTTP_INTERNAL_ERROR, "Internal Server Error",
            HttpURLConnection.HTTP_UNAVAILABLE, "Service Unavailable");

    private HttpCodec() {}

    /// Reads one request.
    ///
    /// @throws HttpErrorException the request is malformed, too large, or not supported
    static ServerRequest read(InputStream in, ServerRequest.Caller caller) throws IOException, HttpErrorException {
        String[] words = line(in).split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new HttpErrorException(400, "expected a request line of HTTP/1.1");
        }
        var headers = new TreeMap<String, String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() >= MOST_HEADERS) {
                throw new HttpErrorException(400, "expected at most " + MOST_HEADERS + " headers");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return ServerRequest.of(words[0], words[1], headers, body(in, headers), caller);
    }

    static void write(OutputStream out, ServerResponse serverResponse) throws IOException, InterruptedException {
        var head = new StringBuilder("HTTP/1.1 ")
                .append(serverResponse.status())
                .append(' ')
                .append(REASONS.getOrDefault(serverResponse.status(), "Status"))
                .append("\r\n");
        var headers = new TreeMap<>(serverResponse.headers());
        headers.put("Connection", "close");
        if (!serverResponse.type().isEmpty()) {
            headers.put("Content-Type", serverResponse.type());
        }
        if (serverResponse.content() instanceof ServerResponse.Content.Whole(String text)
                && serverResponse.status() != 204) {
            headers.put("Content-Length", String.valueOf(utf8(text).length));
        }
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        switch (serverResponse.content()) {
            case ServerResponse.Content.Whole(String text) -> out.write(utf8(text));
            case ServerResponse.Content.Streamed(ServerResponse.BodyWriter bodyWriter) -> bodyWriter.writeTo(out);
        }
        out.flush();
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException, HttpErrorException {
        if (headers.containsKey("transfer-encoding")) {
            throw new HttpErrorException(411, "expected a body with a Content-Length");
        }
        long length;
        try {
            length = Long.parseLong(headers.getOrDefault("content-length", "0"));
        } catch (NumberFormatException e) {
            throw new HttpErrorException(400, "Content-Length: expected a number");
        }
        if (length < 0 || length > ServerRequest.LARGEST_BODY) {
            throw new HttpErrorException(413, "expected a body of at most " + ServerRequest.LARGEST_BODY + " bytes");
        }
        byte[] body = in.readNBytes((int) length);
        if (body.length < length) {
            throw new EOFException("the body ended after " + body.length + " of " + length + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException, HttpErrorException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the request ended in the middle of a line");
            }
            if (line.size() == LONGEST_LINE) {
                throw new HttpErrorException(431, "expected lines of at most " + LONGEST_LINE + " bytes");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
