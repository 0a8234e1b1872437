package io.yaim.cli;

import io.yaim.check.CheckProviders;
import io.yaim.check.plugin.Plugins;
import io.yaim.cli.line.NoAnswerException;
import io.yaim.config.Config;
import io.yaim.config.ConfigException;
import io.yaim.config.ConfigLoader;
import io.yaim.config.EtcdConfig;
import io.yaim.config.HookConfig;
import io.yaim.config.PeerConfig;
import io.yaim.config.Secret;
import io.yaim.config.Settings;
import io.yaim.hook.CommandRecipient;
import io.yaim.hook.Hook;
import io.yaim.hook.Recipient;
import io.yaim.hook.WebhookRecipient;
import io.yaim.model.Incarnation;
import io.yaim.peer.Peers;
import io.yaim.peer.udp.UdpPeers;
import io.yaim.plan.Self;
import io.yaim.status.EntryId;
import io.yaim.store.KeySpace;
import io.yaim.store.etcd.EtcdSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /// What is wrong with a file of this content, on whatever host, ends in a [ConfigException].
    static void loadText(String name, String text) throws ConfigException {
        loader().loadText(name, text, Map.of("nodename", "any"));
    }

    private static ConfigLoader loader() {
        return new ConfigLoader(directory -> checkTypes(directory).providers(), Path.of(HOME, "checkers"));
    }

    /// The built-in types of checks, and those found in a folder.
    static Plugins.Found checkTypes(Path directory) throws IOException {
        return Plugins.find(directory, CheckProviders.builtIn());
    }

    /// The same, with what is wrong in the folder told line by line.
    static CheckProviders checkTypes(Path directory, Consumer<String> told) throws IOException {
        Plugins.Found types = checkTypes(directory);
        types.warnings().forEach(told);
        return types.providers();
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
        return new UdpPeers(peer.listen(), secret, config.keyPrefix(), bell);
    }

    /// @throws NoAnswerException it is not etcd: without a daemon there is no store
    static EtcdSettings etcd(Config config) throws NoAnswerException {
        EtcdConfig etcd = config.etcd()
                .orElseThrow(() ->
                        new NoAnswerException("with dcs-type multicast the nodes are the store, and none runs here"));
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

    static List<Hook> hooks(Config config, InstantSource wallClock) {
        return config.hooks().stream()
                .map(hook -> new Hook(hook.settings(), recipient(hook, config.keyPrefix(), wallClock)))
                .toList();
    }

    private static Recipient recipient(HookConfig hook, String prefix, InstantSource wallClock) {
        String name = hook.settings().name();
        return switch (hook.target()) {
            case HookConfig.Command(var line) -> new CommandRecipient(name, line);
            case HookConfig.Webhook(var url, var headers, var secret, var resourceId) -> {
                var values = new LinkedHashMap<String, String>();
                headers.forEach((header, value) -> values.put(header, value.value()));
                yield new WebhookRecipient(
                        name,
                        url,
                        values,
                        secret.map(Secret::value),
                        resourceId,
                        ip -> EntryId.of(prefix, ip),
                        wallClock);
            }
        };
    }
}
