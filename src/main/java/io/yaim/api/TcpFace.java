package io.yaim.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/// Listens for HTTP on TCP, with or without TLS, and hands requests on.
public final class TcpFace implements AutoCloseable {

    private static final int BACKLOG = 64;

    /// Those who do not send their request, or do not read the answer, hold a connection no longer than
    /// this, and all of them together no more than this many.
    private static final int SECONDS_TO_ASK = 10;

    private static final int MOST_CONNECTIONS = 200;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Function<Request, Response> api;
    private final boolean isSecured;

    /// Listens from here on.
    ///
    /// @param tls absent: in clear
    public TcpFace(InetSocketAddress listen, Optional<SSLContext> tls, Function<Request, Response> api)
            throws IOException {
        this.api = api;
        isSecured = tls.isPresent();
        System.setProperty("sun.net.httpserver.maxReqTime", String.valueOf(SECONDS_TO_ASK));
        System.setProperty("jdk.httpserver.maxConnections", String.valueOf(MOST_CONNECTIONS));
        try {
            server = tls.isPresent() ? secured(listen, tls.get()) : HttpServer.create(listen, BACKLOG);
        } catch (IOException e) {
            throw new IOException("listen on " + listen + ": " + e.getMessage(), e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    private static HttpServer secured(InetSocketAddress listen, SSLContext tls) throws IOException {
        HttpsServer secured = HttpsServer.create(listen, BACKLOG);
        secured.setHttpsConfigurator(new HttpsConfigurator(tls));
        return secured;
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

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Response answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(Request.LARGEST_BODY + 1);
        if (body.length > Request.LARGEST_BODY) {
            return Api.error(413, "expected a body of at most " + Request.LARGEST_BODY + " bytes");
        }
        var headers = new TreeMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        String from = exchange.getRemoteAddress().getAddress().getHostAddress();
        var caller = new Request.Caller(from, false, isSecured);
        try {
            String target = exchange.getRequestURI().toString();
            var text = new String(body, StandardCharsets.UTF_8);
            return api.apply(Request.of(exchange.getRequestMethod(), target, headers, text, caller));
        } catch (IllegalArgumentException e) {
            return Api.error(400, String.valueOf(e.getMessage()));
        }
    }

    private static void send(HttpExchange exchange, Response response) throws IOException, InterruptedException {
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        if (!response.type().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", response.type());
        }
        response.headers().forEach(exchange.getResponseHeaders()::set);
        switch (response.content()) {
            case Response.Content.Whole(String text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(response.status(), isHead || bytes.length == 0 ? -1 : bytes.length);
                if (bytes.length > 0 && !isHead) {
                    exchange.getResponseBody().write(bytes);
                }
            }
            case Response.Content.Flow(Response.Source source) -> {
                exchange.sendResponseHeaders(response.status(), 0);
                try (OutputStream out = exchange.getResponseBody()) {
                    source.writeTo(out);
                }
            }
        }
    }
}
