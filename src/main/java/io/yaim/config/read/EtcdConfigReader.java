package io.yaim.config.read;

import io.yaim.setting.ConfigKey;
import io.yaim.config.keys.EtcdKeys;
import io.yaim.config.parts.EtcdConfig;
import io.yaim.setting.Secret;
import io.yaim.setting.Problems;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Builds the [EtcdConfig].
final class EtcdConfigReader {

    private final RawConfig rawConfig;
    private final Problems problems;

    EtcdConfigReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
        this.problems = rawConfig.problems();
    }

    /// Empty if a value is a mistake.
    Optional<EtcdConfig> read(Optional<String> prefix) {
        Optional<EtcdConfig.Login> login = login();
        Optional<EtcdConfig.Identity> identity = identity();
        Optional<Path> ca = rawConfig.get(EtcdKeys.ETCD_CA_FILE);
        Optional<List<URI>> endpoints = rawConfig.get(EtcdKeys.DCS_ENDPOINTS);
        if (endpoints.isEmpty() || prefix.isEmpty()) {
            return Optional.empty();
        }
        var etcd = new EtcdConfig(endpoints.get(), prefix.get(), login, ca, identity);
        if (ca.isPresent() && !etcd.usesTls()) {
            problems.warn(
                    rawConfig.locationOf(EtcdKeys.ETCD_CA_FILE),
                    "not used: no endpoint in dcs-endpoints begins with https://");
        }
        if (login.isPresent() && !etcd.usesTls()) {
            problems.warn(
                    rawConfig.locationOf(EtcdKeys.ETCD_USER),
                    "the password goes over the network in clear: no endpoint in"
                            + " dcs-endpoints begins with https://");
        }
        return Optional.of(etcd);
    }

    private Optional<EtcdConfig.Login> login() {
        Optional<Secret> password = rawConfig.secretOrFile(EtcdKeys.ETCD_PASSWORD, EtcdKeys.ETCD_PASSWORD_FILE);
        boolean hasPassword = rawConfig.has(EtcdKeys.ETCD_PASSWORD) || rawConfig.has(EtcdKeys.ETCD_PASSWORD_FILE);
        if (rawConfig.has(EtcdKeys.ETCD_USER) && !hasPassword) {
            problems.add(
                    rawConfig.locationOf(EtcdKeys.ETCD_USER), "found without etcd-password, expected both or neither");
        } else if (!rawConfig.has(EtcdKeys.ETCD_USER) && hasPassword) {
            var configKey =
                    rawConfig.has(EtcdKeys.ETCD_PASSWORD) ? EtcdKeys.ETCD_PASSWORD : EtcdKeys.ETCD_PASSWORD_FILE;
            problems.add(rawConfig.locationOf(configKey), "found without etcd-user, expected both or neither");
        }
        return rawConfig
                .get(EtcdKeys.ETCD_USER)
                .flatMap(user -> password.map(secret -> new EtcdConfig.Login(user, secret)));
    }

    private Optional<EtcdConfig.Identity> identity() {
        if (rawConfig.has(EtcdKeys.ETCD_CERT_FILE)) {
            for (ConfigKey<?> needed : List.of(EtcdKeys.ETCD_KEY_FILE, EtcdKeys.ETCD_CA_FILE)) {
                if (!rawConfig.has(needed)) {
                    problems.add(
                            rawConfig.locationOf(EtcdKeys.ETCD_CERT_FILE),
                            "found without " + needed.name() + ", expected certificate, key and CA together");
                }
            }
        } else if (rawConfig.has(EtcdKeys.ETCD_KEY_FILE)) {
            problems.add(
                    rawConfig.locationOf(EtcdKeys.ETCD_KEY_FILE),
                    "found without etcd-cert-file, expected both or neither");
        }
        return rawConfig
                .get(EtcdKeys.ETCD_CERT_FILE)
                .flatMap(cert -> rawConfig.get(EtcdKeys.ETCD_KEY_FILE).map(key -> new EtcdConfig.Identity(cert, key)));
    }
}
