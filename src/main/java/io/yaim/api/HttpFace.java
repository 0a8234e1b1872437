package io.yaim.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// The HTTP face: `/metrics` for Prometheus, `/healthz` whether the loop is alive, `/readyz` whether this node takes
/// entries. Reads only.
public final class HttpFace implements AutoCloseable {

    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// An answer in words, and whether it is good news.
    public record Answer(boolean isGood, String text) {}

    /// Listens from here on.
    public HttpFace(InetSocketAddress listen, Supplier<String> metrics, Supplier<Answer> alive, Supplier<Answer> ready)
            throws IOException {
        try {
            server = HttpServer.create(listen, BACKLOG);
        } catch (IOException e) {
            throw new IOException("listen on " + listen + ": " + e.getMessage(), e);
        }
        server.setExecutor(threads);
        page("/metrics", "text/plain; version=0.0.4; charset=utf-8", () -> new Answer(true, metrics.get()));
        page("/healthz", "text/plain; charset=utf-8", alive);
        page("/readyz", "text/plain; charset=utf-8", ready);
        server.createContext("/", exchange -> send(exchange, 404, "text/plain; charset=utf-8", "not found\n"));
        server.start();
    }

    /// Where it listens, with the port that was given if it asked for any.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void page(String path, String type, Supplier<Answer> content) {
        server.createContext(path, exchange -> {
            if (!exchange.getRequestURI().getPath().equals(path)) {
                send(exchange, 404, type, "not found\n");
            } else if (!exchange.getRequestMethod().equals("GET")
                    && !exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, type, "only GET and HEAD\n");
            } else {
                Answer answer = content.get();
                send(exchange, answer.isGood() ? 200 : 503, type, answer.text());
            }
        });
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
            if (!isHead) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
