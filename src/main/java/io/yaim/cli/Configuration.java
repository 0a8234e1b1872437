package io.yaim.cli;

import io.yaim.check.CheckProviders;
import io.yaim.check.CheckSettings;
import io.yaim.check.ConfiguredCheck;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.UnknownCheckTypeException;
import io.yaim.check.plugin.Plugins;
import io.yaim.config.Config;
import io.yaim.config.ConfigException;
import io.yaim.config.ConfigLoader;
import io.yaim.config.EtcdConfig;
import io.yaim.config.PeerConfig;
import io.yaim.config.Settings;
import io.yaim.model.Incarnation;
import io.yaim.peer.Peers;
import io.yaim.peer.udp.UdpPeers;
import io.yaim.plan.Self;
import io.yaim.store.KeySpace;
import io.yaim.store.etcd.EtcdSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// From the configuration to what the parts want to be told.
final class Configuration {

    /// Set by `bin/yaim`: where `bin`, `lib` and `checkers` are.
    private static final String HOME = System.getProperty("yaim.home", ".");

    private Configuration() {}

    /// This very program.
    static Path program() {
        return Path.of(HOME, "bin", "yaim");
    }

    /// The ahead-of-time cache, where the build could make one.
    static Path cache() {
        return Path.of(HOME, "lib", "yaim.aot");
    }

    static Config load(ConfigOptions options) throws ConfigException {
        return loader().load(options.file(), System.getenv(), options.overrides());
    }

    /// The configuration with where each of its values comes from.
    static Settings explain(ConfigOptions options) throws ConfigException {
        return loader().explain(options.file(), System.getenv(), options.overrides());
    }

    private static ConfigLoader loader() {
        return new ConfigLoader(directory -> checkTypes(directory).providers(), Path.of(HOME, "checkers"));
    }

    /// The built-in types of checks, and those found in a folder.
    static Plugins.Found checkTypes(Path directory) throws IOException {
        return Plugins.find(directory, CheckProviders.builtIn());
    }

    /// The configured checks, ready to run.
    ///
    /// @param told hears of what lies among the types of checks and is none
    static List<ConfiguredCheck> checks(Config config, Consumer<String> told) throws ConfigException, IOException {
        Plugins.Found types = checkTypes(config.checkersDir());
        types.warnings().forEach(told);
        var checks = new ArrayList<ConfiguredCheck>();
        for (CheckSettings settings : config.checks()) {
            try {
                checks.add(types.providers().create(settings));
            } catch (UnknownCheckTypeException | InvalidOptionException e) {
                throw new ConfigException(List.of("check " + settings.name() + ": " + e.getMessage()));
            }
        }
        return checks;
    }

    static Self self(Config config, Incarnation incarnation) {
        String reach = config.httpListen()
                .map(listen -> "http://" + listen.getHostString() + ":" + listen.getPort())
                .orElse("");
        return new Self(
                config.nodename(),
                incarnation,
                config.weight(),
                config.interfaceName(),
                config.netmask(),
                config.label(),
                config.allowedRanges(),
                config.timing().interval(),
                reach,
                config.peer().map(peer -> UdpPeers.text(peer.listen())).orElse(""),
                config.failureMode());
    }

    /// The way to the other nodes, which leads nowhere unless it is configured.
    static Peers peers(Config config, Runnable bell) throws IOException {
        if (config.peer().isEmpty()) {
            return Peers.none();
        }
        PeerConfig peer = config.peer().get();
        byte[] secret = peer.secret().value().getBytes(StandardCharsets.UTF_8);
        return new UdpPeers(peer.listen(), secret, config.etcd().prefix(), bell);
    }

    static EtcdSettings etcd(Config config) {
        EtcdConfig etcd = config.etcd();
        return new EtcdSettings(
                etcd.endpoints(),
                etcd.login().map(EtcdConfig.Login::user),
                etcd.login().map(login -> login.password().value()),
                etcd.caFile(),
                etcd.identity().map(EtcdConfig.Identity::certFile),
                etcd.identity().map(EtcdConfig.Identity::keyFile),
                new KeySpace(etcd.prefix()),
                config.timing().storeTimeout());
    }

    /// The whole label of an address on the default interface.
    static Optional<String> label(Config config) {
        return config.label().map(label -> config.interfaceName() + ":" + label);
    }
}
