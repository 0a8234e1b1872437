package io.yaim.daemon;

import io.yaim.api.AccessControl;
import io.yaim.api.Api;
import io.yaim.api.Route;
import io.yaim.api.SocketApiServer;
import io.yaim.api.TcpApiServer;
import io.yaim.api.VippyRoutes;
import io.yaim.config.Config;
import io.yaim.model.NodeName;
import io.yaim.status.StatusTracker;
import io.yaim.store.KeySpace;
import io.yaim.store.spi.StoreBackend;
import io.yaim.tls.TlsMaterial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;

/// The listeners of a running node: HTTP on TCP, and the management socket.
final class ApiServers implements AutoCloseable {

    private final Closer closer = new Closer();

    /// Starts to listen.
    ///
    /// @param routes routes that need more than the store and the status
    static ApiServers open(
            Config config,
            StoreBackend storeBackend,
            StatusTracker statusTracker,
            List<Route> routes,
            VippyRoutes vippy)
            throws IOException {
        var apiServers = new ApiServers();
        try {
            apiServers.listen(config, storeBackend, statusTracker, routes, vippy);
        } catch (IOException e) {
            apiServers.close();
            throw e;
        }
        return apiServers;
    }

    @Override
    public void close() {
        closer.close();
    }

    private void listen(
            Config config, StoreBackend storeBackend, StatusTracker statusTracker, List<Route> more, VippyRoutes vippy)
            throws IOException {
        var sources = new Api.Sources(
                new KeySpace(config.keyPrefix()),
                config.store().type(),
                Version.number(),
                new NodeStatusSource(statusTracker),
                storeBackend.poolAdmin(),
                statusTracker.timeline());
        AccessControl accessControl = accessControl(config);
        if (config.api().httpListen().isPresent()) {
            Optional<SSLContext> tls = tls(config);
            closer.add(new TcpApiServer(config.api().httpListen().get(), tls, Api.of(sources, accessControl, more)));
        }
        if (config.api().socket().isPresent()) {
            var routes = new ArrayList<>(more);
            routes.addAll(vippy.routes());
            closer.add(new SocketApiServer(config.api().socket().get(), Api.of(sources, accessControl, routes)));
        }
    }

    private static AccessControl accessControl(Config config) {
        return new AccessControl(
                config.api()
                        .login()
                        .map(login -> new AccessControl.Password(
                                login.user(), login.password().value())),
                config.api().isWritable(),
                hostNames(config.node().name()));
    }

    /// The names of this host in URLs. The node may itself be called `localhost`.
    static Set<String> hostNames(NodeName name) {
        return new TreeSet<>(List.of("localhost", name.value().toLowerCase(Locale.ROOT)));
    }

    private static Optional<SSLContext> tls(Config config) throws IOException {
        if (config.api().identity().isEmpty()) {
            return Optional.empty();
        }
        var files = config.api().identity().get();
        return Optional.of(TlsMaterial.of(
                        Optional.empty(), Optional.of(new TlsMaterial.Identity(files.certFile(), files.keyFile())))
                .context());
    }
}
