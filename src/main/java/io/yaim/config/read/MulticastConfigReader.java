package io.yaim.config.read;

import io.yaim.setting.ConfigKey;
import io.yaim.config.keys.MulticastKeys;
import io.yaim.setting.NetworkValueTypes;
import io.yaim.config.keys.StoreKeys;
import io.yaim.config.parts.MulticastConfig;
import io.yaim.config.parts.PoolConfig;
import io.yaim.setting.Secret;
import io.yaim.setting.Problems;
import io.yaim.setting.RawValue;
import io.yaim.model.FailureMode;
import io.yaim.model.NodeName;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Builds the [MulticastConfig].
final class MulticastConfigReader {

    /// Of two nodes that are cut off from each other, neither has the majority.
    private static final int FEWEST_VOTERS = 3;

    private final RawConfig rawConfig;
    private final Problems problems;

    MulticastConfigReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
        this.problems = rawConfig.problems();
    }

    /// Empty if there is a mistake.
    Optional<MulticastConfig> read(Optional<String> prefix, Optional<NodeName> nodename) {
        Optional<Secret> secret = secret();
        checkMode();
        Optional<MulticastConfig.Transport> transport = way();
        SortedSet<NodeName> nodes = rawConfig.get(MulticastKeys.NODES).orElse(new TreeSet<>());
        checkQuorum(nodes);
        nodename.ifPresent(name -> warnOutsider(name, nodes));
        Optional<PoolConfig> pool = new PoolConfigReader(rawConfig).read();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MulticastConfig(
                prefix.orElseThrow(),
                transport.orElseThrow(),
                secret.orElseThrow(),
                rawConfig.get(MulticastKeys.STALE).orElseThrow(),
                rawConfig.get(MulticastKeys.MATURE).orElseThrow(),
                nodes,
                needsMajority(),
                rawConfig.get(MulticastKeys.WITNESS),
                pool,
                rawConfig.get(MulticastKeys.POOL_FILE).orElseThrow()));
    }

    /// Without a secret, any host in the network could take all addresses.
    private Optional<Secret> secret() {
        if (!rawConfig.has(StoreKeys.SECRET) && !rawConfig.has(StoreKeys.SECRET_FILE)) {
            problems.add(
                    rawConfig.locationOf(StoreKeys.SECRET),
                    "found nothing, expected the secret or secret-file that all nodes share with dcs-type multicast");
        }
        return rawConfig.secretOrFile(StoreKeys.SECRET, StoreKeys.SECRET_FILE);
    }

    private void checkMode() {
        rawConfig
                .raw(StoreKeys.DCS_FAILURE_MODE.name())
                .filter(_ -> rawConfig
                        .get(StoreKeys.DCS_FAILURE_MODE)
                        .filter(mode -> mode != FailureMode.RELEASE)
                        .isPresent())
                .ifPresent(rawValue -> problems.add(rawValue.sourceLocation(), releaseOnly(rawValue)));
    }

    static String releaseOnly(RawValue mode) {
        return "found " + mode.description()
                + ", expected release: with dcs-type multicast the nodes themselves are the store,"
                + " and quorum says who goes on";
    }

    private Optional<MulticastConfig.Transport> way() {
        if (!rawConfig.has(MulticastKeys.HOSTS)) {
            if (rawConfig.has(MulticastKeys.LISTEN)) {
                problems.add(
                        rawConfig.locationOf(MulticastKeys.LISTEN),
                        "found without multicast-hosts, expected both or neither");
            }
            return rawConfig
                    .get(MulticastKeys.GROUP_ADDRESS)
                    .flatMap(group -> rawConfig
                            .get(MulticastKeys.INTERFACE)
                            .map(name -> new MulticastConfig.GroupTransport(group, name)));
        }
        for (ConfigKey<?> configKey : List.of(MulticastKeys.GROUP_ADDRESS, MulticastKeys.INTERFACE)) {
            if (rawConfig.has(configKey)) {
                problems.add(rawConfig.locationOf(configKey), "found beside multicast-hosts, expected one of the two");
            }
        }
        Optional<InetSocketAddress> listen = rawConfig.get(MulticastKeys.LISTEN);
        return rawConfig.get(MulticastKeys.HOSTS).map(hosts -> {
            if (!NetworkValueTypes.isOfOneFamily(
                    Stream.concat(hosts.stream(), listen.stream()).toList())) {
                problems.add(
                        rawConfig.locationOf(MulticastKeys.LISTEN),
                        "found an address of another family than those of multicast-hosts, expected one of the same");
            }
            return new MulticastConfig.UnicastTransport(hosts, listen);
        });
    }

    private boolean needsMajority() {
        return rawConfig
                .get(MulticastKeys.QUORUM)
                .filter(MulticastKeys.MAJORITY::equals)
                .isPresent();
    }

    private void checkQuorum(SortedSet<NodeName> nodes) {
        Optional<NodeName> witness = rawConfig.get(MulticastKeys.WITNESS);
        int voters = nodes.size() + (witness.isPresent() ? 1 : 0);
        if (witness.isPresent() && !needsMajority()) {
            problems.add(
                    rawConfig.locationOf(MulticastKeys.WITNESS),
                    "found without quorum: majority, expected both or neither");
        }
        if (witness.filter(nodes::contains).isPresent()) {
            problems.add(rawConfig.locationOf(MulticastKeys.WITNESS), "found in nodes, too, expected another node");
        } else if (needsMajority() && voters < FEWEST_VOTERS) {
            problems.add(
                    rawConfig.locationOf(MulticastKeys.QUORUM),
                    "found majority of %d nodes%s, expected at least 3 in nodes, or 2 and a witness"
                            .formatted(nodes.size(), witness.isPresent() ? " and a witness" : ""));
        }
    }

    private void warnOutsider(NodeName name, SortedSet<NodeName> nodes) {
        boolean isWitness =
                rawConfig.get(MulticastKeys.WITNESS).filter(name::equals).isPresent();
        if (!nodes.isEmpty() && !nodes.contains(name) && !isWitness) {
            problems.warn(
                    rawConfig.locationOf(MulticastKeys.NODES),
                    "takes no addresses here: " + name + " is not among them");
        }
    }
}
