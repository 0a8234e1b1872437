package io.yaim.config;

import static io.yaim.config.Key.Section.REPORTS;
import static io.yaim.config.Key.optional;
import static io.yaim.config.Key.secret;
import static io.yaim.config.Key.standard;

import java.nio.file.Path;
import java.util.List;

/// The keys of the HTTP API and the management socket.
final class ApiKeys {

    static final Key<NetworkKinds.Listen> HTTP_LISTEN = standard(
            REPORTS,
            "http-listen",
            NetworkKinds.listen(),
            "127.0.0.1:1313",
            "Where the HTTP API, the dashboard, metrics and health are served, or off. Beyond loopback it needs a password.");
    static final Key<String> API_USER = optional(REPORTS, "api-user", Kinds.text(), "The user of the HTTP API.");
    static final Key<Secret> API_PASSWORD =
            secret(REPORTS, "api-password", "The user's password. Health is told without it.");
    static final Key<Path> API_PASSWORD_FILE = optional(
            REPORTS,
            "api-password-file",
            Kinds.readableFile(),
            "The file that holds the password, instead of `api-password`.");
    static final Key<Path> API_CERT_FILE = optional(
            REPORTS,
            "api-cert-file",
            Kinds.readableFile(),
            "The certificate (PEM) of the HTTP API, with those that lead to its authority. Not set: HTTP in clear.");
    static final Key<Path> API_KEY_FILE =
            optional(REPORTS, "api-key-file", Kinds.readableFile(), "The private key (PEM) of that certificate.");
    static final Key<Boolean> API_WRITES = standard(
            REPORTS,
            "api-writes",
            Kinds.onOrOff(),
            "on",
            "Whether the HTTP API takes orders, or only tells. The management socket always takes them.");
    static final Key<Path> SOCKET = optional(
            REPORTS,
            "socket",
            Kinds.path(),
            "The management socket, or off; its owner and its group may use it. Not set: `<nodename>.sock` in state-dir.");

    /// In the order of the documentation.
    static final List<Key<?>> ALL = List.of(
            HTTP_LISTEN, API_USER, API_PASSWORD, API_PASSWORD_FILE, API_CERT_FILE, API_KEY_FILE, API_WRITES, SOCKET);

    private ApiKeys() {}
}
