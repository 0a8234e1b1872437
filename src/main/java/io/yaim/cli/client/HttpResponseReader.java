package io.yaim.cli.client;

import io.yaim.json.StrictYaml;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads a response from a connection that ends with it: HTTP/1.1 (RFC 9112) and server-sent events (HTML Living
/// Standard, section 9.2). All sizes are limited.
final class HttpResponseReader {

    private static final int LONGEST_LINE = 64 << 10;
    private static final int MOST_HEADERS = 100;
    private static final int DEPTH = 6;

    private final InputStream in;

    HttpResponseReader(InputStream in) {
        this.in = in;
    }

    /// The status line and the headers, by names in lower case.
    record ResponseHead(int status, Map<String, String> headers) {}

    ResponseHead readHead() throws IOException {
        String first = line(StandardCharsets.ISO_8859_1)
                .orElseThrow(() -> new EOFException("the connection ended without an answer"));
        String[] words = first.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5][0-9]{2}")) {
            throw new IOException("expected an answer in HTTP/1.1");
        }
        var headers = new LinkedHashMap<String, String>();
        for (String line = header(); !line.isEmpty(); line = header()) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() >= MOST_HEADERS) {
                throw new IOException("malformed or too many headers in the answer");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new ResponseHead(Integer.parseInt(words[1]), headers);
    }

    /// Reads the rest of the response. Fails if it is shorter than the headers say.
    String readBody(ResponseHead responseHead) throws IOException {
        byte[] body = in.readNBytes(ApiResponse.LONGEST + 1);
        if (body.length > ApiResponse.LONGEST) {
            throw new IOException("expected an answer of at most " + ApiResponse.LONGEST + " bytes");
        }
        String length = responseHead.headers().getOrDefault("content-length", String.valueOf(body.length));
        if (!length.equals(String.valueOf(body.length))) {
            throw new EOFException("the answer ended after " + body.length + " of " + length + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    /// Passes the data of each event on until the stream ends.
    ///
    /// @param alive called for each line, also for heartbeats
    void readEvents(ApiClient.EventHandler eventHandler, Runnable alive) throws IOException {
        var data = new StringBuilder();
        for (Optional<String> line = event(); line.isPresent(); line = event()) {
            alive.run();
            String text = line.get();
            if (text.isEmpty() && !data.isEmpty()) {
                eventHandler.handle(parsed(data.toString()));
                data.setLength(0);
            } else if (text.startsWith("data:")) {
                data.append(text.substring("data:".length()).strip()).append('\n');
            }
            if (data.length() > LONGEST_LINE) {
                throw new IOException("expected an event of at most " + LONGEST_LINE + " characters");
            }
        }
    }

    private static Object parsed(String data) throws IOException {
        try {
            return StrictYaml.parse(data, 2 * LONGEST_LINE, DEPTH).orElse(Map.of());
        } catch (IllegalArgumentException e) {
            throw new IOException("expected JSON in an event: " + e.getMessage(), e);
        }
    }

    private Optional<String> event() throws IOException {
        return line(StandardCharsets.UTF_8);
    }

    private String header() throws IOException {
        return line(StandardCharsets.ISO_8859_1)
                .orElseThrow(() -> new EOFException("the answer ended within its headers"));
    }

    /// Empty at the end.
    private Optional<String> line(Charset charset) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return Optional.empty();
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("expected lines of at most " + LONGEST_LINE + " bytes");
            }
            line.write(next);
        }
        String text = line.toString(charset);
        return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
