package io.yaim.config.parts;

import java.nio.file.Path;
import java.util.Optional;

/// Who may ask over HTTP, and how.
///
/// @param login absent: nobody is asked for a password
/// @param identity what the listener shows; absent: it speaks in clear
/// @param isWritable whether orders are taken there; by the management socket they always are
/// @param socket the management socket; absent: there is none
public record ApiConfig(
        Optional<EtcdConfig.Login> login,
        Optional<EtcdConfig.Identity> identity,
        boolean isWritable,
        Optional<Path> socket) {}
