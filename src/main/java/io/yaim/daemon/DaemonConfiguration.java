package io.yaim.daemon;

import io.yaim.check.CheckProviders;
import io.yaim.check.plugin.PluginFolder;
import io.yaim.config.Config;
import io.yaim.config.ConfigLoader;
import io.yaim.config.ExplainedConfig;
import io.yaim.config.parts.BindingConfig;
import io.yaim.config.parts.HookConfig;
import io.yaim.config.parts.PeerConfig;
import io.yaim.hook.CommandRecipient;
import io.yaim.hook.Hook;
import io.yaim.hook.HookRecipient;
import io.yaim.hook.WebhookRecipient;
import io.yaim.loop.LoopSettings;
import io.yaim.model.Incarnation;
import io.yaim.peer.Peers;
import io.yaim.peer.udp.UdpPeers;
import io.yaim.plan.BindSettings;
import io.yaim.plan.FailurePolicy;
import io.yaim.plan.NodeIdentity;
import io.yaim.plan.Self;
import io.yaim.setting.ConfigException;
import io.yaim.setting.Secret;
import io.yaim.status.EntryId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Converts the configuration to the settings of the parts.
public final class DaemonConfiguration {

    /// The directory of `bin`, `lib` and `checkers`; `bin/yaim` sets it.
    private static final String HOME = System.getProperty("yaim.home", ".");

    private DaemonConfiguration() {}

    /// Returns the path of this program.
    static Path programPath() {
        return Path.of(HOME, "bin", "yaim");
    }

    /// Returns the path of the ahead-of-time cache, if the build could create one.
    public static Path aotCachePath() {
        return Path.of(HOME, "lib", "yaim.aot");
    }

    public static Config load(ConfigOptions options) throws ConfigException {
        return loader().load(options.file(), System.getenv(), options.overrides());
    }

    /// Returns the configuration with the origin of each value.
    public static ExplainedConfig explain(ConfigOptions options) throws ConfigException {
        return loader().explain(options.file(), System.getenv(), options.overrides());
    }

    /// Checks the content of a file independently of this host. Throws [ConfigException] if it has errors.
    public static void checkText(String name, String text) throws ConfigException {
        loader().loadText(name, text, Map.of("nodename", "any"));
    }

    private static ConfigLoader loader() {
        return new ConfigLoader(directory -> checkTypes(directory).providers(), Path.of(HOME, "checkers"));
    }

    /// Returns the built-in types of checks, and those found in a directory.
    static PluginFolder.Found checkTypes(Path directory) throws IOException {
        return PluginFolder.find(directory, CheckProviders.builtIn());
    }

    /// Returns the same, and reports the problems of the directory line by line.
    public static CheckProviders checkTypes(Path directory, Consumer<String> warnings) throws IOException {
        PluginFolder.Found types = checkTypes(directory);
        types.warnings().forEach(warnings);
        return types.providers();
    }

    static LoopSettings loopSettings(Config config, Incarnation incarnation) {
        return new LoopSettings(
                self(config, incarnation),
                config.announceSettings(),
                config.node().probation());
    }

    private static Self self(Config config, Incarnation incarnation) {
        String reach = config.api()
                .httpListen()
                .map(listen -> "http://" + listen.getHostString() + ":" + listen.getPort())
                .orElse("");
        String peerAddress = config.outage()
                .peer()
                .map(peer -> UdpPeers.format(peer.listen()))
                .orElse("");
        return new Self(
                new NodeIdentity(config.node().name(), incarnation, reach, peerAddress),
                config.node().weight(),
                config.leaseTiming().interval(),
                bindSettings(config.binding()),
                new FailurePolicy(
                        config.outage().failureMode(), config.leaseTiming().expiryGuard()));
    }

    private static BindSettings bindSettings(BindingConfig binding) {
        return new BindSettings(binding.interfaceName(), binding.netmask(), binding.label(), binding.allowedRanges());
    }

    /// Opens the transport to the peers, which has no peers unless it is configured.
    static Peers peers(Config config, Runnable bell) throws IOException {
        if (config.outage().peer().isEmpty()) {
            return Peers.none();
        }
        PeerConfig peer = config.outage().peer().get();
        byte[] secret = peer.secret().value().getBytes(StandardCharsets.UTF_8);
        return new UdpPeers(peer.listen(), secret, config.keyPrefix(), bell);
    }

    /// Returns the whole label of an address on the default interface.
    static Optional<String> fullLabel(Config config) {
        return config.binding().label().map(label -> config.binding().interfaceName() + ":" + label);
    }

    static List<Hook> hooks(Config config, InstantSource wallClock) {
        return config.hooks().stream()
                .map(hook -> new Hook(hook.settings(), recipient(hook, config.keyPrefix(), wallClock)))
                .toList();
    }

    private static HookRecipient recipient(HookConfig hook, String prefix, InstantSource wallClock) {
        String name = hook.settings().name();
        return switch (hook.target()) {
            case HookConfig.CommandTarget(var line) -> new CommandRecipient(name, line);
            case HookConfig.WebhookTarget(var url, var headers, var secret, var resourceId) -> {
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
