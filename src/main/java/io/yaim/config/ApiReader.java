package io.yaim.config;

import io.yaim.model.NodeName;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// Makes an [ApiConfig] of what is given.
final class ApiReader {

    /// sun_path of the kernel's include/uapi/linux/un.h has 108 bytes, the closing zero among them.
    private static final int LONGEST_SOCKET = 107;

    private static final String OFF = "off";

    private final Given given;
    private final Problems problems;

    ApiReader(Given given) {
        this.given = given;
        this.problems = given.problems();
    }

    ApiConfig read(Optional<NodeName> nodename) {
        Optional<EtcdConfig.Login> login = login();
        Optional<EtcdConfig.Identity> identity = identity();
        Optional<InetSocketAddress> listen = given.get(ApiKeys.HTTP_LISTEN).flatMap(NetworkKinds.Listen::address);
        boolean isBeyond = listen.filter(address -> !address.getAddress().isLoopbackAddress())
                .isPresent();
        if (isBeyond && !hasPassword()) {
            problems.add(
                    given.place(ApiKeys.HTTP_LISTEN),
                    "found %s without api-user and api-password, expected them where others can ask"
                            .formatted(listen.orElseThrow().getHostString()));
        } else if (isBeyond && !given.has(ApiKeys.API_CERT_FILE)) {
            problems.warn(
                    given.place(ApiKeys.API_USER),
                    "the password goes over the network in clear: there is no api-cert-file");
        }
        return new ApiConfig(login, identity, given.get(ApiKeys.API_WRITES).orElse(true), socket(nodename));
    }

    private boolean hasPassword() {
        return given.has(ApiKeys.API_PASSWORD) || given.has(ApiKeys.API_PASSWORD_FILE);
    }

    private Optional<EtcdConfig.Login> login() {
        Optional<Secret> password = given.secret(ApiKeys.API_PASSWORD, ApiKeys.API_PASSWORD_FILE);
        Optional<String> user = given.get(ApiKeys.API_USER);
        if (given.has(ApiKeys.API_USER) && !hasPassword()) {
            problems.add(given.place(ApiKeys.API_USER), "found without api-password, expected both or neither");
        } else if (!given.has(ApiKeys.API_USER) && hasPassword()) {
            var key = given.has(ApiKeys.API_PASSWORD) ? ApiKeys.API_PASSWORD : ApiKeys.API_PASSWORD_FILE;
            problems.add(given.place(key), "found without api-user, expected both or neither");
        }
        if (user.filter(name -> name.indexOf(':') >= 0).isPresent()) {
            problems.add(given.place(ApiKeys.API_USER), "expected a user without a colon (RFC 7617, section 2)");
        }
        return user.flatMap(name -> password.map(secret -> new EtcdConfig.Login(name, secret)));
    }

    private Optional<EtcdConfig.Identity> identity() {
        if (given.has(ApiKeys.API_CERT_FILE) != given.has(ApiKeys.API_KEY_FILE)) {
            Key<Path> present = given.has(ApiKeys.API_CERT_FILE) ? ApiKeys.API_CERT_FILE : ApiKeys.API_KEY_FILE;
            problems.add(given.place(present), "expected api-cert-file and api-key-file together");
        }
        return given.get(ApiKeys.API_CERT_FILE)
                .flatMap(cert -> given.get(ApiKeys.API_KEY_FILE).map(key -> new EtcdConfig.Identity(cert, key)));
    }

    /// Not set: in the state directory, under the node's name.
    private Optional<Path> socket(Optional<NodeName> nodename) {
        Optional<Path> socket = given.has(ApiKeys.SOCKET)
                ? given.get(ApiKeys.SOCKET).filter(file -> !file.toString().equals(OFF))
                : given.get(Keys.STATE_DIR).flatMap(state -> nodename.map(name -> state.resolve(name + ".sock")));
        if (socket.filter(file -> file.toString().length() > LONGEST_SOCKET).isPresent()) {
            problems.add(
                    given.place(given.has(ApiKeys.SOCKET) ? ApiKeys.SOCKET : Keys.STATE_DIR),
                    "the management socket " + socket.get() + ": expected a path of at most " + LONGEST_SOCKET
                            + " characters");
        }
        return socket;
    }
}
