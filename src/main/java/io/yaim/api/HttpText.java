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

/// HTTP/1.1 as text (RFC 9112), as far as one request and one answer on a connection need it: a body has a
/// length, and the connection ends with the answer.
final class HttpText {

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

    private HttpText() {}

    /// Reads one request.
    ///
    /// @throws RefusedException it is none that is answered
    static Request read(InputStream in, Request.Caller caller) throws IOException, RefusedException {
        String[] words = line(in).split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new RefusedException(400, "expected a request line of HTTP/1.1");
        }
        var headers = new TreeMap<String, String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() >= MOST_HEADERS) {
                throw new RefusedException(400, "expected at most " + MOST_HEADERS + " headers");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return Request.of(words[0], words[1], headers, body(in, headers), caller);
    }

    static void write(OutputStream out, Response response) throws IOException, InterruptedException {
        var head = new StringBuilder("HTTP/1.1 ")
                .append(response.status())
                .append(' ')
                .append(REASONS.getOrDefault(response.status(), "Status"))
                .append("\r\n");
        var headers = new TreeMap<>(response.headers());
        headers.put("Connection", "close");
        if (!response.type().isEmpty()) {
            headers.put("Content-Type", response.type());
        }
        if (response.content() instanceof Response.Content.Whole(String text) && response.status() != 204) {
            headers.put("Content-Length", String.valueOf(utf8(text).length));
        }
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        switch (response.content()) {
            case Response.Content.Whole(String text) -> out.write(utf8(text));
            case Response.Content.Flow(Response.Source source) -> source.writeTo(out);
        }
        out.flush();
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException, RefusedException {
        if (headers.containsKey("transfer-encoding")) {
            throw new RefusedException(411, "expected a body with a Content-Length");
        }
        long length;
        try {
            length = Long.parseLong(headers.getOrDefault("content-length", "0"));
        } catch (NumberFormatException e) {
            throw new RefusedException(400, "Content-Length: expected a number");
        }
        if (length < 0 || length > Request.LARGEST_BODY) {
            throw new RefusedException(413, "expected a body of at most " + Request.LARGEST_BODY + " bytes");
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

    private static String line(InputStream in) throws IOException, RefusedException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the request ended in the middle of a line");
            }
            if (line.size() == LONGEST_LINE) {
                throw new RefusedException(431, "expected lines of at most " + LONGEST_LINE + " bytes");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
