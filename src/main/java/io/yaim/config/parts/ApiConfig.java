package io.yaim.config.parts;

import io.yaim.setting.Secret;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// The HTTP API and the management socket.
///
/// @param httpListen where the HTTP API is served; absent: nowhere
/// @param login absent: no password is needed
/// @param identity the certificate of the HTTP API; absent: it has no TLS
/// @param isWritable whether the HTTP API accepts operator requests; the management socket always does
/// @param socket the management socket; absent: there is none
public record ApiConfig(
        Optional<InetSocketAddress> httpListen,
        Optional<Login> login,
        Optional<Identity> identity,
        boolean isWritable,
        Optional<Path> socket) {

    /// The user that must log in.
    public record Login(String user, Secret password) {}

    /// A certificate with its private key, both PEM.
    public record Identity(Path certFile, Path keyFile) {}
}
