package io.yaim.store.etcd;

import io.yaim.setting.ConfigKey;
import io.yaim.setting.ConfigValues;
import io.yaim.setting.Problems;
import io.yaim.setting.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Builds the [ConfiguredEtcd].
final class EtcdConfigReader {

    private final ConfigValues values;
    private final Problems problems;

    EtcdConfigReader(ConfigValues values) {
        this.values = values;
        this.problems = values.problems();
    }

    /// Empty if a value is a mistake.
    Optional<ConfiguredEtcd> read(Optional<String> prefix) {
        Optional<EtcdSettings.Login> login = login();
        Optional<EtcdSettings.Identity> identity = identity();
        Optional<Path> ca = values.get(EtcdKeys.ETCD_CA_FILE);
        Optional<List<URI>> endpoints = values.get(EtcdKeys.DCS_ENDPOINTS);
        if (endpoints.isEmpty() || prefix.isEmpty()) {
            return Optional.empty();
        }
        var etcd = new ConfiguredEtcd(endpoints.get(), prefix.get(), login, ca, identity);
        if (ca.isPresent() && !etcd.usesTls()) {
            problems.warn(
                    values.locationOf(EtcdKeys.ETCD_CA_FILE),
                    "not used: no endpoint in dcs-endpoints begins with https://");
        }
        if (login.isPresent() && !etcd.usesTls()) {
            problems.warn(
                    values.locationOf(EtcdKeys.ETCD_USER),
                    "the password goes over the network in clear: no endpoint in"
                            + " dcs-endpoints begins with https://");
        }
        return Optional.of(etcd);
    }

    private Optional<EtcdSettings.Login> login() {
        Optional<Secret> password = values.secretOrFile(EtcdKeys.ETCD_PASSWORD, EtcdKeys.ETCD_PASSWORD_FILE);
        boolean hasPassword = values.has(EtcdKeys.ETCD_PASSWORD) || values.has(EtcdKeys.ETCD_PASSWORD_FILE);
        if (values.has(EtcdKeys.ETCD_USER) && !hasPassword) {
            problems.add(
                    values.locationOf(EtcdKeys.ETCD_USER), "found without etcd-password, expected both or neither");
        } else if (!values.has(EtcdKeys.ETCD_USER) && hasPassword) {
            var configKey = values.has(EtcdKeys.ETCD_PASSWORD) ? EtcdKeys.ETCD_PASSWORD : EtcdKeys.ETCD_PASSWORD_FILE;
            problems.add(values.locationOf(configKey), "found without etcd-user, expected both or neither");
        }
        return values.get(EtcdKeys.ETCD_USER)
                .flatMap(user -> password.map(secret -> new EtcdSettings.Login(user, secret)));
    }

    private Optional<EtcdSettings.Identity> identity() {
        if (values.has(EtcdKeys.ETCD_CERT_FILE)) {
            for (ConfigKey<?> needed : List.of(EtcdKeys.ETCD_KEY_FILE, EtcdKeys.ETCD_CA_FILE)) {
                if (!values.has(needed)) {
                    problems.add(
                            values.locationOf(EtcdKeys.ETCD_CERT_FILE),
                            "found without " + needed.name() + ", expected certificate, key and CA together");
                }
            }
        } else if (values.has(EtcdKeys.ETCD_KEY_FILE)) {
            problems.add(
                    values.locationOf(EtcdKeys.ETCD_KEY_FILE),
                    "found without etcd-cert-file, expected both or neither");
        }
        return values.get(EtcdKeys.ETCD_CERT_FILE)
                .flatMap(cert -> values.get(EtcdKeys.ETCD_KEY_FILE).map(key -> new EtcdSettings.Identity(cert, key)));
    }
}
