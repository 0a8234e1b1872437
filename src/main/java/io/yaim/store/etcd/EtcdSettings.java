package io.yaim.store.etcd;

import io.yaim.store.KeySpace;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where etcd is, and how to speak with it.
///
/// @param endpoints such as `http://192.0.2.1:2379`; all http, or all https
/// @param user absent: without authentication
/// @param caFile certificates (PEM) to trust instead of the machine's; only with https
/// @param certFile this client's certificate (PEM); together with `keyFile`
/// @param keyFile the key to `certFile` (PEM, PKCS #8)
/// @param timeout after which every call has returned
public record EtcdSettings(
        List<URI> endpoints,
        Optional<String> user,
        Optional<String> password,
        Optional<Path> caFile,
        Optional<Path> certFile,
        Optional<Path> keyFile,
        KeySpace keys,
        Duration timeout) {

    private static final int MOST_ENDPOINTS = 16;
    private static final int CLIENT_PORT = 2379;

    /// Refuses, with an [IllegalArgumentException], what does not fit together.
    public EtcdSettings {
        endpoints = endpoints.stream().distinct().toList();
        if (endpoints.isEmpty() || endpoints.size() > MOST_ENDPOINTS) {
            throw new IllegalArgumentException("expected 1 to " + MOST_ENDPOINTS + " etcd endpoints");
        }
        long secured = endpoints.stream().filter(EtcdSettings::isSecured).count();
        if (secured > 0 && secured < endpoints.size()) {
            throw new IllegalArgumentException("expected all etcd endpoints with http, or all with https");
        }
        if (secured == 0 && (caFile.isPresent() || certFile.isPresent())) {
            throw new IllegalArgumentException("expected https endpoints beside etcd's certificate files");
        }
        if (user.isPresent() != password.isPresent()
                || user.filter(String::isEmpty).isPresent()) {
            throw new IllegalArgumentException("expected both a user and a password for etcd, or none");
        }
        if (certFile.isPresent() != keyFile.isPresent()) {
            throw new IllegalArgumentException("expected both a certificate and its key for etcd, or none");
        }
        if (timeout.compareTo(Duration.ofMillis(10)) < 0) {
            throw new IllegalArgumentException("expected a timeout of 10 ms or more for etcd");
        }
    }

    /// An etcd that asks for no password.
    public static EtcdSettings plain(List<URI> endpoints, KeySpace keys, Duration timeout) {
        return new EtcdSettings(
                endpoints,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                keys,
                timeout);
    }

    /// The same with another time for a call.
    public EtcdSettings withTimeout(Duration newTimeout) {
        return new EtcdSettings(endpoints, user, password, caFile, certFile, keyFile, keys, newTimeout);
    }

    /// Reads an endpoint. Without a scheme it is http, without a port 2379, as etcdctl has it.
    ///
    /// @throws IllegalArgumentException it is none
    public static URI endpoint(String text) {
        URI uri = URI.create(text.contains("://") ? text : "http://" + text);
        boolean isKnown = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean hasPath = uri.getRawPath() != null && !uri.getRawPath().matches("/?");
        if (!isKnown || uri.getHost() == null || hasPath || uri.getRawQuery() != null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "expected an etcd endpoint such as http://192.0.2.1:2379, found " + text);
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
        return "EtcdSettings[" + endpoints + ", user " + user.orElse("none") + ", " + keys.prefix() + "]";
    }
}
