package io.yaim.config.read;

import io.yaim.config.keys.ConfigKeys;
import io.yaim.config.keys.NetworkValueTypes;
import io.yaim.config.parts.PeerConfig;
import io.yaim.config.parts.Secret;
import io.yaim.config.source.Problems;
import io.yaim.model.FailureMode;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Makes a [PeerConfig] of what is given.
public final class PeerConfigReader {

    /// HMAC-SHA256 by a shorter key is as good as its length.
    private static final int SHORTEST_SECRET = 8;

    private final RawConfig rawConfig;
    private final Problems problems;

    public PeerConfigReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
        this.problems = rawConfig.problems();
    }

    /// Empty when the nodes do not ask each other, or some value is a mistake.
    public Optional<PeerConfig> read() {
        Optional<Secret> secret = rawConfig.secretOrFile(ConfigKeys.SECRET, ConfigKeys.SECRET_FILE);
        Optional<InetSocketAddress> listen =
                rawConfig.get(ConfigKeys.PEER_LISTEN).flatMap(NetworkValueTypes.Listen::address);
        boolean hasSecret = rawConfig.has(ConfigKeys.SECRET) || rawConfig.has(ConfigKeys.SECRET_FILE);
        boolean isFailsafe = rawConfig
                .get(ConfigKeys.DCS_FAILURE_MODE)
                .filter(FailureMode.FAILSAFE::equals)
                .isPresent();
        if (listen.isPresent() && listen.get().getAddress().isAnyLocalAddress()) {
            problems.add(
                    rawConfig.locationOf(ConfigKeys.PEER_LISTEN),
                    "found %s, expected the very address that the other nodes are to ask"
                            .formatted(listen.get().getHostString()));
        }
        if (listen.isPresent() && !hasSecret) {
            problems.add(
                    rawConfig.locationOf(ConfigKeys.PEER_LISTEN),
                    "found without secret or secret-file, expected both or neither");
        }
        if (isFailsafe && listen.isEmpty() && !StoreTypeRules.isMulticast(rawConfig)) {
            problems.add(
                    rawConfig.locationOf(ConfigKeys.DCS_FAILURE_MODE),
                    "found failsafe without peer-listen, expected both: the nodes have to ask each other");
        }
        if (secret.filter(text -> text.value().length() < SHORTEST_SECRET).isPresent()) {
            problems.add(
                    rawConfig.locationOf(rawConfig.has(ConfigKeys.SECRET) ? ConfigKeys.SECRET : ConfigKeys.SECRET_FILE),
                    "expected a secret of at least " + SHORTEST_SECRET + " characters");
        }
        return listen.flatMap(address -> secret.map(shared -> new PeerConfig(address, shared)));
    }
}
