package io.yaim.config.parts;

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
        Optional<EtcdConfig.Login> login,
        Optional<EtcdConfig.Identity> identity,
        boolean isWritable,
        Optional<Path> socket) {}
