package io.yaim.cli;

import io.yaim.check.CheckProviders;
import io.yaim.check.plugin.Plugins;
import io.yaim.config.Config;
import io.yaim.config.ConfigException;
import io.yaim.config.ConfigLoader;
import io.yaim.config.EtcdConfig;
import io.yaim.model.Incarnation;
import io.yaim.plan.Self;
import io.yaim.store.KeySpace;
import io.yaim.store.etcd.EtcdSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// From the configuration to what the parts want to be told.
final class Configuration {

    /// Set by `bin/yaim`: where `bin`, `lib` and `checkers` are.
    private static final String HOME = System.getProperty("yaim.home", ".");

    private Configuration() {}

    static Config load(ConfigOptions options) throws ConfigException {
        var loader = new ConfigLoader(directory -> checkTypes(directory).providers(), Path.of(HOME, "checkers"));
        return loader.load(options.file(), System.getenv(), options.overrides());
    }

    /// The built-in types of checks, and those found in a folder.
    static Plugins.Found checkTypes(Path directory) throws IOException {
        return Plugins.find(directory, CheckProviders.builtIn());
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
                reach);
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
