package io.yaim.config.keys;

import static io.yaim.config.keys.ConfigKey.Section.REPORTS;
import static io.yaim.config.keys.ConfigKey.optional;
import static io.yaim.config.keys.ConfigKey.secret;
import static io.yaim.config.keys.ConfigKey.standard;

import io.yaim.config.parts.Secret;
import java.nio.file.Path;
import java.util.List;

/// The keys of the HTTP API and the management socket.
public final class ApiConfigKeys {

    public static final ConfigKey<NetworkValueTypes.Listen> HTTP_LISTEN = standard(
            REPORTS,
            "http-listen",
            NetworkValueTypes.listen(),
            "127.0.0.1:1313",
            "Where the HTTP API, the dashboard, metrics and health are served, or off. Beyond loopback it needs a password.");
    public static final ConfigKey<String> API_USER =
            optional(REPORTS, "api-user", ValueTypes.text(), "The user of the HTTP API.");
    public static final ConfigKey<Secret> API_PASSWORD =
            secret(REPORTS, "api-password", "The user's password. Health is told without it.");
    public static final ConfigKey<Path> API_PASSWORD_FILE = optional(
            REPORTS,
            "api-password-file",
            ValueTypes.readableFile(),
            "The file that holds the password, instead of `api-password`.");
    public static final ConfigKey<Path> API_CERT_FILE = optional(
            REPORTS,
            "api-cert-file",
            ValueTypes.readableFile(),
            "The certificate (PEM) of the HTTP API, with those that lead to its authority. Not set: HTTP in clear.");
    public static final ConfigKey<Path> API_KEY_FILE =
            optional(REPORTS, "api-key-file", ValueTypes.readableFile(), "The private key (PEM) of that certificate.");
    public static final ConfigKey<Boolean> API_WRITES = standard(
            REPORTS,
            "api-writes",
            ValueTypes.onOrOff(),
            "on",
            "Whether the HTTP API takes orders, or only tells. The management socket always takes them.");
    public static final ConfigKey<Path> SOCKET = optional(
            REPORTS,
            "socket",
            ValueTypes.path(),
            "The management socket, or off; its owner and its group may use it. Not set: `<nodename>.sock` in state-dir.");

    /// In the order of the documentation.
    public static final List<ConfigKey<?>> ALL = List.of(
            HTTP_LISTEN, API_USER, API_PASSWORD, API_PASSWORD_FILE, API_CERT_FILE, API_KEY_FILE, API_WRITES, SOCKET);

    private ApiConfigKeys() {}
}
