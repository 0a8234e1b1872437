package io.yaim.store.multicast;

import io.yaim.model.FailureMode;
import io.yaim.model.NodeName;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.ConfigValues;
import io.yaim.setting.NetworkValueTypes;
import io.yaim.setting.Problems;
import io.yaim.setting.RawValue;
import io.yaim.setting.Secret;
import io.yaim.store.multicast.participant.PoolFile;
import io.yaim.store.spi.StoreKeys;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Builds the [ConfiguredMulticast].
final class MulticastConfigReader {

    /// Of two nodes that are cut off from each other, neither has the majority.
    private static final int FEWEST_VOTERS = 3;

    private final ConfigValues values;
    private final Problems problems;

    MulticastConfigReader(ConfigValues values) {
        this.values = values;
        this.problems = values.problems();
    }

    /// Empty if there is a mistake.
    Optional<ConfiguredMulticast> read(Optional<String> prefix, Optional<NodeName> nodename) {
        Optional<Secret> secret = secret();
        checkMode();
        Optional<Transport> transport = way();
        SortedSet<NodeName> nodes = values.get(MulticastKeys.NODES).orElse(new TreeSet<>());
        checkQuorum(nodes);
        nodename.ifPresent(name -> warnOutsider(name, nodes));
        Optional<PoolFile.Configured> pool = new PoolConfigReader(values).read();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ConfiguredMulticast(
                prefix.orElseThrow(),
                transport.orElseThrow(),
                secret.orElseThrow(),
                values.get(MulticastKeys.STALE).orElseThrow(),
                values.get(MulticastKeys.MATURE).orElseThrow(),
                new Electorate(nodes, needsMajority(), values.get(MulticastKeys.WITNESS)),
                pool,
                values.get(MulticastKeys.POOL_FILE).orElseThrow()));
    }

    /// Without a secret, any host in the network could take all addresses.
    private Optional<Secret> secret() {
        if (!values.has(StoreKeys.SECRET) && !values.has(StoreKeys.SECRET_FILE)) {
            problems.add(
                    values.locationOf(StoreKeys.SECRET),
                    "found nothing, expected the secret or secret-file that all nodes share with dcs-type multicast");
        }
        return values.secretOrFile(StoreKeys.SECRET, StoreKeys.SECRET_FILE);
    }

    private void checkMode() {
        values.raw(StoreKeys.DCS_FAILURE_MODE.name())
                .filter(_ -> values.get(StoreKeys.DCS_FAILURE_MODE)
                        .filter(mode -> mode != FailureMode.RELEASE)
                        .isPresent())
                .ifPresent(rawValue -> problems.add(rawValue.sourceLocation(), releaseOnly(rawValue)));
    }

    static String releaseOnly(RawValue mode) {
        return "found " + mode.description()
                + ", expected release: with dcs-type multicast the nodes themselves are the store,"
                + " and quorum says who goes on";
    }

    private Optional<Transport> way() {
        if (!values.has(MulticastKeys.HOSTS)) {
            if (values.has(MulticastKeys.LISTEN)) {
                problems.add(
                        values.locationOf(MulticastKeys.LISTEN),
                        "found without multicast-hosts, expected both or neither");
            }
            return values.get(MulticastKeys.GROUP_ADDRESS)
                    .flatMap(group ->
                            values.get(MulticastKeys.INTERFACE).map(name -> new Transport.GroupTransport(group, name)));
        }
        for (ConfigKey<?> configKey : List.of(MulticastKeys.GROUP_ADDRESS, MulticastKeys.INTERFACE)) {
            if (values.has(configKey)) {
                problems.add(values.locationOf(configKey), "found beside multicast-hosts, expected one of the two");
            }
        }
        Optional<InetSocketAddress> listen = values.get(MulticastKeys.LISTEN);
        return values.get(MulticastKeys.HOSTS).map(hosts -> {
            if (!NetworkValueTypes.isOfOneFamily(
                    Stream.concat(hosts.stream(), listen.stream()).toList())) {
                problems.add(
                        values.locationOf(MulticastKeys.LISTEN),
                        "found an address of another family than those of multicast-hosts, expected one of the same");
            }
            return new Transport.UnicastTransport(hosts, listen);
        });
    }

    private boolean needsMajority() {
        return values.get(MulticastKeys.QUORUM)
                .filter(MulticastKeys.MAJORITY::equals)
                .isPresent();
    }

    private void checkQuorum(SortedSet<NodeName> nodes) {
        Optional<NodeName> witness = values.get(MulticastKeys.WITNESS);
        int voters = nodes.size() + (witness.isPresent() ? 1 : 0);
        if (witness.isPresent() && !needsMajority()) {
            problems.add(
                    values.locationOf(MulticastKeys.WITNESS),
                    "found without quorum: majority, expected both or neither");
        }
        if (witness.filter(nodes::contains).isPresent()) {
            problems.add(values.locationOf(MulticastKeys.WITNESS), "found in nodes, too, expected another node");
        } else if (needsMajority() && voters < FEWEST_VOTERS) {
            problems.add(
                    values.locationOf(MulticastKeys.QUORUM),
                    "found majority of %d nodes%s, expected at least 3 in nodes, or 2 and a witness"
                            .formatted(nodes.size(), witness.isPresent() ? " and a witness" : ""));
        }
    }

    private void warnOutsider(NodeName name, SortedSet<NodeName> nodes) {
        boolean isWitness =
                values.get(MulticastKeys.WITNESS).filter(name::equals).isPresent();
        if (!nodes.isEmpty() && !nodes.contains(name) && !isWitness) {
            problems.warn(
                    values.locationOf(MulticastKeys.NODES), "takes no addresses here: " + name + " is not among them");
        }
    }
}
