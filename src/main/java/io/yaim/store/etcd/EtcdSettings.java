package io.yaim.store.etcd;

import io.yaim.setting.Secret;
import io.yaim.store.KeySpace;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where etcd is, and how a client uses it.
///
/// @param endpoints such as `http://192.0.2.1:2379`; all http, or all https
/// @param login empty: without authentication
/// @param caFile certificates (PEM) to trust instead of the system's; only with https
/// @param identity only with https
/// @param timeout the time limit of each call
public record EtcdSettings(
        List<URI> endpoints,
        Optional<Login> login,
        Optional<Path> caFile,
        Optional<Identity> identity,
        KeySpace keys,
        Duration timeout) {

    /// A user of etcd.
    public record Login(String user, Secret password) {

        public Login {
            if (user.isEmpty()) {
                throw new IllegalArgumentException("expected both a user and a password for etcd, or none");
            }
        }
    }

    /// The certificate of this client (PEM) and its key (PEM, PKCS #8).
    public record Identity(Path certFile, Path keyFile) {}

    private static final int MOST_ENDPOINTS = 16;
    private static final int CLIENT_PORT = 2379;

    /// @throws IllegalArgumentException the settings do not fit together
    public EtcdSettings {
        endpoints = endpoints.stream().distinct().toList();
        if (endpoints.isEmpty() || endpoints.size() > MOST_ENDPOINTS) {
            throw new IllegalArgumentException("expected 1 to " + MOST_ENDPOINTS + " etcd endpoints");
        }
        long secured = endpoints.stream().filter(EtcdSettings::isSecured).count();
        if (secured > 0 && secured < endpoints.size()) {
            throw new IllegalArgumentException("expected all etcd endpoints with http, or all with https");
        }
        if (secured == 0 && (caFile.isPresent() || identity.isPresent())) {
            throw new IllegalArgumentException("expected https endpoints beside etcd's certificate files");
        }
        if (timeout.compareTo(Duration.ofMillis(10)) < 0) {
            throw new IllegalArgumentException("expected a timeout of 10 ms or more for etcd");
        }
    }

    /// Settings without login and certificates.
    public static EtcdSettings plain(List<URI> endpoints, KeySpace keys, Duration timeout) {
        return new EtcdSettings(endpoints, Optional.empty(), Optional.empty(), Optional.empty(), keys, timeout);
    }

    /// The same for one endpoint.
    EtcdSettings withEndpoint(URI endpoint) {
        return new EtcdSettings(List.of(endpoint), login, caFile, identity, keys, timeout);
    }

    /// Parses an endpoint. The default scheme is http, the default port 2379, as with etcdctl.
    ///
    /// @throws IllegalArgumentException it is not an endpoint
    public static URI endpoint(String text) {
        URI uri = URI.create(text.contains("://") ? text : "http://" + text);
        boolean isKnown = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean hasPath = uri.getRawPath() != null && !uri.getRawPath().matches("/?");
        if (!isKnown || uri.getHost() == null || hasPath || uri.getRawQuery() != null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "expected an etcd endpoint such as http://192.0.2.1:2379, without _ in the host name, found "
                            + text);
        }
        int port = uri.getPort() < 0 ? CLIENT_PORT : uri.getPort();
        return URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + port);
    }

    boolean isSecured() {
        return isSecured(endpoints.getFirst());
    }

    private static boolean isSecured(URI endpoint) {
        return "https".equals(endpoint.getScheme());
    }

    /// Without the password.
    @Override
    public String toString() {
        return "EtcdSettings[" + endpoints + ", user " + login.map(Login::user).orElse("none") + ", " + keys.prefix()
                + "]";
    }
}
