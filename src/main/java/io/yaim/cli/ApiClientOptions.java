package io.yaim.cli;

import io.yaim.api.AccessControl;
import io.yaim.api.Api;
import io.yaim.cli.client.ApiClient;
import io.yaim.cli.client.HttpApiClient;
import io.yaim.cli.client.InProcessApiClient;
import io.yaim.cli.client.NoAnswerException;
import io.yaim.cli.client.SocketApiClient;
import io.yaim.config.Config;
import io.yaim.daemon.ConfigOptions;
import io.yaim.daemon.DaemonConfiguration;
import io.yaim.daemon.Logging;
import io.yaim.daemon.StoreContexts;
import io.yaim.daemon.UnavailableException;
import io.yaim.daemon.Version;
import io.yaim.setting.ConfigException;
import io.yaim.status.Timeline;
import io.yaim.store.KeySpace;
import io.yaim.store.PoolAdmin;
import io.yaim.store.spi.ConfiguredStore;
import io.yaim.tls.TlsMaterial;
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

/// The options that select the API that a command uses.
final class ApiClientOptions {

    private static final String PASSWORD_VARIABLE = "YAIM_API_PASSWORD";
    private static final int LONGEST_PASSWORD = 1024;

    @Option(
            names = "--socket",
            paramLabel = "FILE",
            description = "Use the daemon with this management socket; by default the one that runs on this host.")
    private @Nullable Path socket;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Use a daemon on another host by HTTP, such as http://192.0.2.1:1313.")
    private @Nullable String url;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description =
                    "The user for --url. The password comes from --password-file, or else from YAIM_API_PASSWORD.")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "The file with the password.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "The certificates (PEM) to trust for --url instead of the system's.")
    private @Nullable Path caFile;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Use the daemon of this configuration or, if it does not run, the store itself.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a key of the configuration; can be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    private ConfigOptions general = new ConfigOptions();

    /// Takes what is not given here from the options before the command.
    void addDefaults(ConfigOptions beforeCommand) {
        general = beforeCommand;
    }

    /// Opens the client that the options select.
    ///
    /// @param err receives a message if the client uses the store itself
    ApiClient open(PrintWriter err) throws ConfigException, IOException {
        if (url != null) {
            return httpClient(url);
        }
        if (socket != null) {
            return new SocketApiClient(socket);
        }
        var configOptions = ConfigOptions.of(Optional.ofNullable(config), settings);
        configOptions.addDefaults(general);
        if (configOptions.isEmpty()) {
            return new SocketApiClient(SocketFinder.ofThisHost().find());
        }
        Config loaded = DaemonConfiguration.load(configOptions);
        Optional<Path> own = loaded.api().socket();
        if (own.isPresent()) {
            var line = new SocketApiClient(own.get());
            if (line.isListening()) {
                return line;
            }
            line.close();
        }
        err.println("yaim: " + own.map(file -> "no daemon answers at " + file).orElse("there is no management socket")
                + "; reading the store itself");
        err.flush();
        return storeClient(loaded);
    }

    private ApiClient httpClient(String address) throws IOException {
        Optional<HttpApiClient.Login> login = Optional.empty();
        if (user != null) {
            login = Optional.of(new HttpApiClient.Login(user, password()));
        }
        Optional<TlsMaterial> tlsMaterial =
                caFile == null ? Optional.empty() : Optional.of(TlsMaterial.of(Optional.of(caFile), Optional.empty()));
        try {
            return new HttpApiClient(address, login, tlsMaterial);
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

    /// Opens the same API in this process.
    @SuppressWarnings("resource") // closed with the client
    private static ApiClient storeClient(Config config) throws UnavailableException {
        Logging.turnOff();
        ConfiguredStore store = config.store();
        PoolAdmin poolAdmin;
        try {
            poolAdmin = store.openAdmin(StoreContexts.of(config));
        } catch (IOException e) {
            throw new UnavailableException(e);
        }
        var sources = new Api.Sources(
                new KeySpace(store.keyPrefix()),
                store.type(),
                Version.number(),
                new StoreStatusSource(poolAdmin, InstantSource.system()),
                poolAdmin,
                new Timeline());
        return new InProcessApiClient(
                Api.of(sources, new AccessControl(Optional.empty(), true, Set.of()), List.of()), poolAdmin);
    }
}
