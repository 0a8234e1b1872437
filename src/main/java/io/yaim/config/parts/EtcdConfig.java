package io.yaim.config.parts;

import io.yaim.setting.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How to reach etcd, and how this node authenticates itself. The timeout of a call is in [io.yaim.model.LeaseTiming].
///
/// @param endpoints `http` or `https`, host and port, nothing else; all with the same scheme
/// @param caFile absent: the certificates that Java trusts
/// @param identity this node's certificate, which needs a `caFile`
public record EtcdConfig(
        List<URI> endpoints,
        String keyPrefix,
        Optional<Login> login,
        Optional<Path> caFile,
        Optional<Identity> identity)
        implements StoreConfig {

    public EtcdConfig {
        endpoints = List.copyOf(endpoints);
    }

    public boolean usesTls() {
        return endpoints.stream().anyMatch(endpoint -> "https".equals(endpoint.getScheme()));
    }

    public record Login(String user, Secret password) {}

    /// A certificate with its private key, both PEM.
    public record Identity(Path certFile, Path keyFile) {}
}
