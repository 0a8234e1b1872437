package io.yaim.config.keys;

import static io.yaim.setting.ConfigKey.optional;
import static io.yaim.setting.ConfigKey.secret;
import static io.yaim.setting.ConfigKey.standard;
import static io.yaim.setting.ReloadEffect.NEXT_START;

import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.NetworkValueTypes;
import io.yaim.setting.Secret;
import io.yaim.setting.ValueTypes;
import java.nio.file.Path;

/// The keys of the HTTP API and the management socket.
public final class ApiKeys {

    public static final ConfigKey<NetworkValueTypes.Listen> HTTP_LISTEN = standard(
            "http-listen",
            NetworkValueTypes.listen(),
            "127.0.0.1:1313",
            NEXT_START,
            "Where the HTTP API, the dashboard, metrics and health are served, or off. An address that other hosts can"
                    + " reach needs a user and a password.");
    public static final ConfigKey<String> API_USER =
            optional("api-user", ValueTypes.text(), "operator", NEXT_START, "The user of the HTTP API.");
    public static final ConfigKey<Secret> API_PASSWORD =
            secret("api-password", "change me", NEXT_START, "The user's password. Health needs no password.");
    public static final ConfigKey<Path> API_PASSWORD_FILE = optional(
            "api-password-file",
            ValueTypes.readableFile(),
            "/etc/yaim/api.password",
            NEXT_START,
            "The file that holds the password, instead of `api-password`.");
    public static final ConfigKey<Path> API_CERT_FILE = optional(
            "api-cert-file",
            ValueTypes.readableFile(),
            "/etc/yaim/api.pem",
            NEXT_START,
            "The certificate chain (PEM) of the HTTP API. Not set: HTTP without TLS.");
    public static final ConfigKey<Path> API_KEY_FILE = optional(
            "api-key-file",
            ValueTypes.readableFile(),
            "/etc/yaim/api.key",
            NEXT_START,
            "The private key (PEM) of that certificate.");
    public static final ConfigKey<Boolean> API_WRITES = standard(
            "api-writes",
            ValueTypes.onOrOff(),
            "on",
            NEXT_START,
            "Whether the HTTP API accepts operator requests, or only shows the state. The management socket always"
                    + " accepts them.");
    public static final ConfigKey<Path> SOCKET = optional(
            "socket",
            ValueTypes.path(),
            "/run/yaim/yaim.sock",
            NEXT_START,
            "The management socket, by which the yaim command and vippyctl reach the daemon, or off. Its owner and its"
                    + " group may use it. Not set: `<nodename>.sock` in `state-dir`.");

    public static final KeyGroup GROUP = KeyGroup.of(
            "HTTP API and management socket",
            "",
            HTTP_LISTEN,
            API_USER,
            API_PASSWORD,
            API_PASSWORD_FILE,
            API_CERT_FILE,
            API_KEY_FILE,
            API_WRITES,
            SOCKET);

    private ApiKeys() {}
}
