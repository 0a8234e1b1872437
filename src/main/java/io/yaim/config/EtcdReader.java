package io.yaim.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Makes an [EtcdConfig] of what is given.
final class EtcdReader {

    private final Given given;
    private final Problems problems;

    EtcdReader(Given given) {
        this.given = given;
        this.problems = given.problems();
    }

    /// Empty when some value is a mistake.
    Optional<EtcdConfig> read(Optional<String> prefix) {
        Optional<EtcdConfig.Login> login = login();
        Optional<EtcdConfig.Identity> identity = identity();
        Optional<Path> ca = given.get(Keys.ETCD_CA_FILE);
        Optional<List<URI>> endpoints = given.get(Keys.DCS_ENDPOINTS);
        if (endpoints.isEmpty() || prefix.isEmpty()) {
            return Optional.empty();
        }
        var etcd = new EtcdConfig(endpoints.get(), prefix.get(), login, ca, identity);
        if (ca.isPresent() && !etcd.usesTls()) {
            problems.warn(
                    given.place(Keys.ETCD_CA_FILE), "not used: no endpoint in dcs-endpoints begins with https://");
        }
        if (login.isPresent() && !etcd.usesTls()) {
            problems.warn(
                    given.place(Keys.ETCD_USER),
                    "the password goes over the network in clear: no endpoint in"
                            + " dcs-endpoints begins with https://");
        }
        return Optional.of(etcd);
    }

    private Optional<EtcdConfig.Login> login() {
        Optional<Secret> password = given.secret(Keys.ETCD_PASSWORD, Keys.ETCD_PASSWORD_FILE);
        boolean hasPassword = given.has(Keys.ETCD_PASSWORD) || given.has(Keys.ETCD_PASSWORD_FILE);
        if (given.has(Keys.ETCD_USER) && !hasPassword) {
            problems.add(given.place(Keys.ETCD_USER), "found without etcd-password, expected both or neither");
        } else if (!given.has(Keys.ETCD_USER) && hasPassword) {
            var key = given.has(Keys.ETCD_PASSWORD) ? Keys.ETCD_PASSWORD : Keys.ETCD_PASSWORD_FILE;
            problems.add(given.place(key), "found without etcd-user, expected both or neither");
        }
        return given.get(Keys.ETCD_USER).flatMap(user -> password.map(secret -> new EtcdConfig.Login(user, secret)));
    }

    private Optional<EtcdConfig.Identity> identity() {
        if (given.has(Keys.ETCD_CERT_FILE)) {
            for (Key<?> needed : List.of(Keys.ETCD_KEY_FILE, Keys.ETCD_CA_FILE)) {
                if (!given.has(needed)) {
                    problems.add(
                            given.place(Keys.ETCD_CERT_FILE),
                            "found without " + needed.name() + ", expected certificate, key and CA together");
                }
            }
        } else if (given.has(Keys.ETCD_KEY_FILE)) {
            problems.add(given.place(Keys.ETCD_KEY_FILE), "found without etcd-cert-file, expected both or neither");
        }
        return given.get(Keys.ETCD_CERT_FILE)
                .flatMap(cert -> given.get(Keys.ETCD_KEY_FILE).map(key -> new EtcdConfig.Identity(cert, key)));
    }
}
