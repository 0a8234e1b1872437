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

/// Listens for HTTP on TCP, with or without TLS, and passes requests on.
public final class TcpApiServer implements AutoCloseable {

    private static final int BACKLOG = 64;

    /// Limits for clients that do not send their request or do not read the response: the time of a connection, and
    /// the number of connections.
    private static final int REQUEST_TIMEOUT_SECONDS = 10;

    private static final int MOST_CONNECTIONS = 200;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Function<ServerRequest, ServerResponse> api;
    private final boolean isSecured;

    /// Starts to listen.
    ///
    /// @param tls empty: unencrypted
    public TcpApiServer(InetSocketAddress listen, Optional<SSLContext> tls, Function<ServerRequest, ServerResponse> api)
            throws IOException {
        this.api = api;
        isSecured = tls.isPresent();
        System.setProperty("sun.net.httpserver.maxReqTime", String.valueOf(REQUEST_TIMEOUT_SECONDS));
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

    /// Returns the address on which it listens, with the actual port if port 0 was configured.
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

    private ServerResponse answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(ServerRequest.LARGEST_BODY + 1);
        if (body.length > ServerRequest.LARGEST_BODY) {
            return Api.error(413, "expected a body of at most " + ServerRequest.LARGEST_BODY + " bytes");
        }
        var headers = new TreeMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        String from = exchange.getRemoteAddress().getAddress().getHostAddress();
        var caller = new ServerRequest.Caller(from, false, isSecured);
        try {
            String target = exchange.getRequestURI().toString();
            var text = new String(body, StandardCharsets.UTF_8);
            return api.apply(ServerRequest.of(exchange.getRequestMethod(), target, headers, text, caller));
        } catch (IllegalArgumentException e) {
            return Api.error(400, String.valueOf(e.getMessage()));
        }
    }

    private static void send(HttpExchange exchange, ServerResponse serverResponse)
            throws IOException, InterruptedException {
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        if (!serverResponse.type().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", serverResponse.type());
        }
        serverResponse.headers().forEach(exchange.getResponseHeaders()::set);
        switch (serverResponse.content()) {
            case ServerResponse.Content.Whole(String text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(serverResponse.status(), isHead || bytes.length == 0 ? -1 : bytes.length);
                if (bytes.length > 0 && !isHead) {
                    exchange.getResponseBody().write(bytes);
                }
            }
            case ServerResponse.Content.Streamed(ServerResponse.BodyWriter bodyWriter) -> {
                exchange.sendResponseHeaders(serverResponse.status(), 0);
                try (OutputStream out = exchange.getResponseBody()) {
                    bodyWriter.writeTo(out);
                }
            }
        }
    }
}
