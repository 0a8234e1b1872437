package io.yaim.config.read;

import io.yaim.config.parts.OutageConfig;
import io.yaim.config.parts.PeerConfig;
import io.yaim.model.FailureMode;
import io.yaim.setting.NetworkValueTypes;
import io.yaim.setting.Problems;
import io.yaim.setting.Secret;
import io.yaim.store.spi.StoreKeys;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Builds the [OutageConfig].
public final class OutageConfigReader {

    /// HMAC-SHA256 is as strong as a shorter key only.
    private static final int SHORTEST_SECRET = 8;

    private final RawConfig rawConfig;
    private final Problems problems;

    public OutageConfigReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
        this.problems = rawConfig.problems();
    }

    /// Empty if the failure mode is a mistake.
    public Optional<OutageConfig> read() {
        Optional<PeerConfig> peer = peer();
        return rawConfig.get(StoreKeys.DCS_FAILURE_MODE).map(mode -> new OutageConfig(mode, peer));
    }

    private Optional<PeerConfig> peer() {
        Optional<Secret> secret = rawConfig.secretOrFile(StoreKeys.SECRET, StoreKeys.SECRET_FILE);
        Optional<InetSocketAddress> listen =
                rawConfig.get(StoreKeys.PEER_LISTEN).flatMap(NetworkValueTypes.Listen::address);
        boolean hasSecret = rawConfig.has(StoreKeys.SECRET) || rawConfig.has(StoreKeys.SECRET_FILE);
        boolean isFailsafe = rawConfig
                .get(StoreKeys.DCS_FAILURE_MODE)
                .filter(FailureMode.FAILSAFE::equals)
                .isPresent();
        if (listen.isPresent() && listen.get().getAddress().isAnyLocalAddress()) {
            problems.add(
                    rawConfig.locationOf(StoreKeys.PEER_LISTEN),
                    "found %s, expected the very address that the other nodes are to ask"
                            .formatted(listen.get().getHostString()));
        }
        if (listen.isPresent() && !hasSecret) {
            problems.add(
                    rawConfig.locationOf(StoreKeys.PEER_LISTEN),
                    "found without secret or secret-file, expected both or neither");
        }
        if (isFailsafe
                && listen.isEmpty()
                && rawConfig.defaultOf(StoreKeys.PEER_LISTEN).isPresent()) {
            problems.add(
                    rawConfig.locationOf(StoreKeys.DCS_FAILURE_MODE),
                    "found failsafe without peer-listen, expected both: the nodes have to ask each other");
        }
        if (secret.filter(text -> text.value().length() < SHORTEST_SECRET).isPresent()) {
            problems.add(
                    rawConfig.locationOf(rawConfig.has(StoreKeys.SECRET) ? StoreKeys.SECRET : StoreKeys.SECRET_FILE),
                    "expected a secret of at least " + SHORTEST_SECRET + " characters");
        }
        return listen.flatMap(address -> secret.map(shared -> new PeerConfig(address, shared)));
    }
}
