package io.yaim.cli;

import io.yaim.cli.client.NoAnswerException;
import io.yaim.config.ConfigLoader;
import io.yaim.daemon.ConfigOptions;
import io.yaim.daemon.DaemonConfiguration;
import io.yaim.setting.ConfigException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the management socket if no option names it.
///
/// @param directory the standard directory of sockets
/// @param configuredSocket the socket that the configuration in its standard place names; empty: none
record SocketFinder(Path directory, ConfiguredSocket configuredSocket) {

    private static final Path STANDARD = Path.of("/run/yaim");

    /// Reads the configuration.
    interface ConfiguredSocket {
        Optional<Path> socket() throws ConfigException;
    }

    /// Returns the standard places of this host.
    static SocketFinder ofThisHost() {
        return new SocketFinder(
                STANDARD,
                () -> isConfigured(System.getenv())
                        ? DaemonConfiguration.load(ConfigOptions.of(Optional.empty(), Map.of()))
                                .api()
                                .socket()
                        : Optional.empty());
    }

    private static boolean isConfigured(Map<String, String> environment) {
        return environment.containsKey("YAIM_CONFIG")
                || ConfigLoader.PLACES.stream().anyMatch(Files::exists);
    }

    /// Returns the socket that the configuration names, or else the only one that exists. A user who may use the
    /// socket need not be able to read the configuration.
    Path find() throws ConfigException, IOException {
        Optional<ConfigException> unread = Optional.empty();
        try {
            Optional<Path> named = configuredSocket.socket();
            if (named.isPresent()) {
                return named.get();
            }
        } catch (ConfigException e) {
            unread = Optional.of(e);
        }
        List<Path> there = sockets();
        if (there.size() > 1) {
            throw new NoAnswerException("several daemons run here; choose one with --socket: " + there);
        }
        if (there.isEmpty() && unread.isPresent()) {
            throw unread.get();
        }
        return there.stream()
                .findFirst()
                .orElseThrow(() -> new NoAnswerException("no daemon found: there is no configuration, and no socket in "
                        + directory + "; use --socket, --url or --config"));
    }

    private List<Path> sockets() throws IOException {
        var found = new ArrayList<Path>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.sock")) {
                files.forEach(found::add);
            }
        }
        Collections.sort(found);
        return found;
    }
}
