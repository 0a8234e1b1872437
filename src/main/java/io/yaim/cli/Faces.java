package io.yaim.cli;

import io.yaim.api.Api;
import io.yaim.api.Gate;
import io.yaim.api.Route;
import io.yaim.api.SocketFace;
import io.yaim.api.TcpFace;
import io.yaim.api.VippyRoutes;
import io.yaim.check.tls.Tls;
import io.yaim.config.Config;
import io.yaim.status.Status;
import io.yaim.store.KeySpace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/// Where people and programs reach a running node: HTTP on TCP, and the management socket.
final class Faces implements AutoCloseable {

    private final Closing closing = new Closing();

    /// Listens from here on.
    ///
    /// @param routes to what neither the store nor the status can answer
    static Faces open(Config config, Backend backend, Status status, List<Route> routes, VippyRoutes vippy)
            throws IOException {
        var faces = new Faces();
        try {
            faces.listen(config, backend, status, routes, vippy);
        } catch (IOException e) {
            faces.close();
            throw e;
        }
        return faces;
    }

    @Override
    public void close() {
        closing.close();
    }

    private void listen(Config config, Backend backend, Status status, List<Route> more, VippyRoutes vippy)
            throws IOException {
        var sources = new Api.Sources(
                new KeySpace(config.keyPrefix()),
                backend.type(),
                Version.number(),
                new NodeSight(status),
                backend.desk(),
                status.timeline());
        Gate gate = gate(config);
        if (config.httpListen().isPresent()) {
            Optional<SSLContext> tls = tls(config);
            closing.add(new TcpFace(config.httpListen().get(), tls, Api.of(sources, gate, more)));
        }
        if (config.api().socket().isPresent()) {
            var routes = new ArrayList<>(more);
            routes.addAll(vippy.routes());
            closing.add(new SocketFace(config.api().socket().get(), Api.of(sources, gate, routes)));
        }
    }

    private static Gate gate(Config config) {
        return new Gate(
                config.api()
                        .login()
                        .map(login ->
                                new Gate.Password(login.user(), login.password().value())),
                config.api().isWritable(),
                Set.of("localhost", config.nodename().value().toLowerCase(Locale.ROOT)));
    }

    private static Optional<SSLContext> tls(Config config) throws IOException {
        if (config.api().identity().isEmpty()) {
            return Optional.empty();
        }
        var files = config.api().identity().get();
        return Optional.of(Tls.of(Optional.empty(), Optional.of(new Tls.Identity(files.certFile(), files.keyFile())))
                .context());
    }
}
