package io.yaim.config.read;

import io.yaim.config.keys.ApiKeys;
import io.yaim.config.keys.NodeKeys;
import io.yaim.config.parts.ApiConfig;
import io.yaim.model.NodeName;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.NetworkValueTypes;
import io.yaim.setting.Problems;
import io.yaim.setting.Secret;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// Builds the [ApiConfig].
public final class ApiConfigReader {

    /// sun_path of the kernel's include/uapi/linux/un.h has 108 bytes, the closing zero among them.
    private static final int LONGEST_SOCKET = 107;

    private static final String OFF = "off";

    private final RawConfig rawConfig;
    private final Problems problems;

    public ApiConfigReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
        this.problems = rawConfig.problems();
    }

    public ApiConfig read(Optional<NodeName> nodename) {
        Optional<ApiConfig.Login> login = login();
        Optional<ApiConfig.Identity> identity = identity();
        Optional<InetSocketAddress> listen =
                rawConfig.get(ApiKeys.HTTP_LISTEN).flatMap(NetworkValueTypes.Listen::address);
        boolean isBeyond = listen.filter(address -> !address.getAddress().isLoopbackAddress())
                .isPresent();
        if (isBeyond && !hasPassword()) {
            problems.add(
                    rawConfig.locationOf(ApiKeys.HTTP_LISTEN),
                    "found %s without api-user and api-password, expected them where others can ask"
                            .formatted(listen.orElseThrow().getHostString()));
        } else if (isBeyond && !rawConfig.has(ApiKeys.API_CERT_FILE)) {
            problems.warn(
                    rawConfig.locationOf(ApiKeys.API_USER),
                    "the password goes over the network in clear: there is no api-cert-file");
        }
        return new ApiConfig(
                listen, login, identity, rawConfig.get(ApiKeys.API_WRITES).orElse(true), socket(nodename));
    }

    private boolean hasPassword() {
        return rawConfig.has(ApiKeys.API_PASSWORD) || rawConfig.has(ApiKeys.API_PASSWORD_FILE);
    }

    private Optional<ApiConfig.Login> login() {
        Optional<Secret> password = rawConfig.secretOrFile(ApiKeys.API_PASSWORD, ApiKeys.API_PASSWORD_FILE);
        Optional<String> user = rawConfig.get(ApiKeys.API_USER);
        if (rawConfig.has(ApiKeys.API_USER) && !hasPassword()) {
            problems.add(
                    rawConfig.locationOf(ApiKeys.API_USER), "found without api-password, expected both or neither");
        } else if (!rawConfig.has(ApiKeys.API_USER) && hasPassword()) {
            var configKey = rawConfig.has(ApiKeys.API_PASSWORD) ? ApiKeys.API_PASSWORD : ApiKeys.API_PASSWORD_FILE;
            problems.add(rawConfig.locationOf(configKey), "found without api-user, expected both or neither");
        }
        if (user.filter(name -> name.indexOf(':') >= 0).isPresent()) {
            problems.add(
                    rawConfig.locationOf(ApiKeys.API_USER), "expected a user without a colon (RFC 7617, section 2)");
        }
        return user.flatMap(name -> password.map(secret -> new ApiConfig.Login(name, secret)));
    }

    private Optional<ApiConfig.Identity> identity() {
        if (rawConfig.has(ApiKeys.API_CERT_FILE) != rawConfig.has(ApiKeys.API_KEY_FILE)) {
            ConfigKey<Path> present =
                    rawConfig.has(ApiKeys.API_CERT_FILE) ? ApiKeys.API_CERT_FILE : ApiKeys.API_KEY_FILE;
            problems.add(rawConfig.locationOf(present), "expected api-cert-file and api-key-file together");
        }
        return rawConfig
                .get(ApiKeys.API_CERT_FILE)
                .flatMap(cert -> rawConfig.get(ApiKeys.API_KEY_FILE).map(key -> new ApiConfig.Identity(cert, key)));
    }

    /// If it is not set, it is in the state directory and has the name of the node.
    private Optional<Path> socket(Optional<NodeName> nodename) {
        Optional<Path> socket = rawConfig.has(ApiKeys.SOCKET)
                ? rawConfig.get(ApiKeys.SOCKET).filter(file -> !file.toString().equals(OFF))
                : rawConfig
                        .get(NodeKeys.STATE_DIR)
                        .flatMap(state -> nodename.map(name -> state.resolve(name + ".sock")));
        if (socket.filter(file -> file.toString().length() > LONGEST_SOCKET).isPresent()) {
            problems.add(
                    rawConfig.locationOf(rawConfig.has(ApiKeys.SOCKET) ? ApiKeys.SOCKET : NodeKeys.STATE_DIR),
                    "the management socket " + socket.get() + ": expected a path of at most " + LONGEST_SOCKET
                            + " characters");
        }
        return socket;
    }
}
