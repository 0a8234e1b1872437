package io.yaim.cli;

import io.yaim.api.Api;
import io.yaim.api.Gate;
import io.yaim.check.tls.Tls;
import io.yaim.cli.line.ApiLine;
import io.yaim.cli.line.HttpLine;
import io.yaim.cli.line.Line;
import io.yaim.cli.line.NoAnswerException;
import io.yaim.cli.line.SocketLine;
import io.yaim.config.Config;
import io.yaim.config.ConfigException;
import io.yaim.linux.BootClock;
import io.yaim.status.Timeline;
import io.yaim.store.etcd.EtcdDesk;
import io.yaim.store.etcd.EtcdSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say whom a command talks to.
final class LineOptions {

    private static final String PASSWORD_VARIABLE = "YAIM_API_PASSWORD";
    private static final int LONGEST_PASSWORD = 1024;

    @Option(
            names = "--socket",
            paramLabel = "FILE",
            description = "Ask the daemon with this management socket; by default the one that runs here.")
    private @Nullable Path socket;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Ask a daemon elsewhere by HTTP, such as http://192.0.2.1:1313.")
    private @Nullable String url;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "The user there; the password is that of --password-file, or else YAIM_API_PASSWORD.")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "The file that holds the password.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "The certificates (PEM) to trust at --url instead of the machine's.")
    private @Nullable Path caFile;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Ask the daemon of this configuration, or, if it does not run, the store itself.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a key of the configuration; may be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /// The way to the API that was asked for.
    ///
    /// @param err is told if it leads to the store
    Line open(PrintWriter err) throws ConfigException, IOException {
        if (url != null) {
            return elsewhere(url);
        }
        if (socket != null) {
            return new SocketLine(socket);
        }
        if (config == null && settings.isEmpty()) {
            return new SocketLine(Sockets.ofThisHost().find());
        }
        Config loaded = Configuration.load(ConfigOptions.of(Optional.ofNullable(config), settings));
        Optional<Path> own = loaded.api().socket();
        if (own.isPresent()) {
            var line = new SocketLine(own.get());
            if (line.isAnswered()) {
                return line;
            }
            line.close();
        }
        err.println("yaim: " + own.map(file -> "no daemon answers at " + file).orElse("there is no management socket")
                + "; asking the store itself");
        err.flush();
        return store(loaded);
    }

    private Line elsewhere(String address) throws IOException {
        Optional<HttpLine.Login> login = Optional.empty();
        if (user != null) {
            login = Optional.of(new HttpLine.Login(user, password()));
        }
        Optional<Tls> tls =
                caFile == null ? Optional.empty() : Optional.of(Tls.of(Optional.of(caFile), Optional.empty()));
        try {
            return new HttpLine(address, login, tls);
        } catch (IllegalArgumentException e) {
            throw new NoAnswerException("--url: " + e.getMessage());
        }
    }

    private String password() throws IOException {
        if (passwordFile != null) {
            if (Files.size(passwordFile) > LONGEST_PASSWORD) {
                throw new IOException(passwordFile + ": expected a password of at most " + LONGEST_PASSWORD + " bytes");
            }
            return Files.readString(passwordFile).strip();
        }
        String password = System.getenv(PASSWORD_VARIABLE);
        if (password == null) {
            throw new IOException("expected the password of " + user + " in --password-file or " + PASSWORD_VARIABLE);
        }
        return password;
    }

    /// The same API, in this process.
    @SuppressWarnings("resource") // the line closes its desk
    private static Line store(Config config) throws NoAnswerException {
        Logging.quiet();
        EtcdSettings settings = Configuration.etcd(config);
        var desk = new EtcdDesk(settings, BootClock::now);
        var sources = new Api.Sources(
                settings.keys(),
                "etcd",
                Version.number(),
                new StoreSight(desk, InstantSource.system()),
                desk,
                new Timeline());
        return new ApiLine(Api.of(sources, new Gate(Optional.empty(), true, Set.of()), List.of()), desk);
    }
}
