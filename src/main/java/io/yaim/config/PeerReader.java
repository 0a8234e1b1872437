package io.yaim.config;

import io.yaim.model.FailureMode;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Makes a [PeerConfig] of what is given.
final class PeerReader {

    /// HMAC-SHA256 by a shorter key is as good as its length.
    private static final int SHORTEST_SECRET = 8;

    private final Given given;
    private final Problems problems;

    PeerReader(Given given) {
        this.given = given;
        this.problems = given.problems();
    }

    /// Empty when the nodes do not ask each other, or some value is a mistake.
    Optional<PeerConfig> read() {
        Optional<Secret> secret = given.secret(Keys.SECRET, Keys.SECRET_FILE);
        Optional<InetSocketAddress> listen = given.get(Keys.PEER_LISTEN).flatMap(NetworkKinds.Listen::address);
        boolean hasSecret = given.has(Keys.SECRET) || given.has(Keys.SECRET_FILE);
        boolean isFailsafe = given.get(Keys.DCS_FAILURE_MODE)
                .filter(FailureMode.FAILSAFE::equals)
                .isPresent();
        if (listen.isPresent() && listen.get().getAddress().isAnyLocalAddress()) {
            problems.add(
                    given.place(Keys.PEER_LISTEN),
                    "found %s, expected the very address that the other nodes are to ask"
                            .formatted(listen.get().getHostString()));
        }
        if (listen.isPresent() && !hasSecret) {
            problems.add(
                    given.place(Keys.PEER_LISTEN), "found without secret or secret-file, expected both or neither");
        }
        if (isFailsafe && listen.isEmpty() && !StoreChoice.isMulticast(given)) {
            problems.add(
                    given.place(Keys.DCS_FAILURE_MODE),
                    "found failsafe without peer-listen, expected both: the nodes have to ask each other");
        }
        if (secret.filter(text -> text.value().length() < SHORTEST_SECRET).isPresent()) {
            problems.add(
                    given.place(given.has(Keys.SECRET) ? Keys.SECRET : Keys.SECRET_FILE),
                    "expected a secret of at least " + SHORTEST_SECRET + " characters");
        }
        return listen.flatMap(address -> secret.map(shared -> new PeerConfig(address, shared)));
    }
}
