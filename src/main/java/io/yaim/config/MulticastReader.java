package io.yaim.config;

import io.yaim.model.FailureMode;
import io.yaim.model.NodeName;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Makes a [MulticastConfig] of what is given.
final class MulticastReader {

    /// Of two nodes that are cut off from each other none has the majority.
    private static final int FEWEST_VOTERS = 3;

    private final Given given;
    private final Problems problems;

    MulticastReader(Given given) {
        this.given = given;
        this.problems = given.problems();
    }

    /// Empty when anything is a mistake.
    Optional<MulticastConfig> read(Optional<String> prefix, Optional<NodeName> nodename) {
        Optional<Secret> secret = secret();
        checkMode();
        Optional<MulticastConfig.Way> way = way();
        SortedSet<NodeName> nodes = given.get(MulticastKeys.NODES).orElse(new TreeSet<>());
        checkQuorum(nodes);
        nodename.ifPresent(name -> warnOutsider(name, nodes));
        Optional<PoolConfig> pool = new PoolReader(given).read();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MulticastConfig(
                prefix.orElseThrow(),
                way.orElseThrow(),
                secret.orElseThrow(),
                given.get(MulticastKeys.STALE).orElseThrow(),
                given.get(MulticastKeys.MATURE).orElseThrow(),
                nodes,
                needsMajority(),
                given.get(MulticastKeys.WITNESS),
                pool,
                given.get(MulticastKeys.POOL_FILE).orElseThrow()));
    }

    /// Without one, whoever is in the network could take all addresses, and a lone node would.
    private Optional<Secret> secret() {
        if (!given.has(Keys.SECRET) && !given.has(Keys.SECRET_FILE)) {
            problems.add(
                    given.place(Keys.SECRET),
                    "found nothing, expected the secret or secret-file that all nodes share with dcs-type multicast");
        }
        return given.secret(Keys.SECRET, Keys.SECRET_FILE);
    }

    private void checkMode() {
        given.raw(Keys.DCS_FAILURE_MODE.name())
                .filter(_ -> given.get(Keys.DCS_FAILURE_MODE)
                        .filter(mode -> mode != FailureMode.RELEASE)
                        .isPresent())
                .ifPresent(raw -> problems.add(raw.place(), releaseOnly(raw)));
    }

    static String releaseOnly(Raw mode) {
        return "found " + mode.found()
                + ", expected release: with dcs-type multicast the nodes themselves are the store,"
                + " and quorum says who goes on";
    }

    private Optional<MulticastConfig.Way> way() {
        if (!given.has(MulticastKeys.HOSTS)) {
            if (given.has(MulticastKeys.LISTEN)) {
                problems.add(
                        given.place(MulticastKeys.LISTEN), "found without multicast-hosts, expected both or neither");
            }
            return given.get(MulticastKeys.GROUP)
                    .flatMap(group ->
                            given.get(MulticastKeys.INTERFACE).map(name -> new MulticastConfig.ByGroup(group, name)));
        }
        for (Key<?> key : List.of(MulticastKeys.GROUP, MulticastKeys.INTERFACE)) {
            if (given.has(key)) {
                problems.add(given.place(key), "found beside multicast-hosts, expected one of the two");
            }
        }
        Optional<InetSocketAddress> listen = given.get(MulticastKeys.LISTEN);
        return given.get(MulticastKeys.HOSTS).map(hosts -> {
            if (!NetworkKinds.isOfOneFamily(
                    Stream.concat(hosts.stream(), listen.stream()).toList())) {
                problems.add(
                        given.place(MulticastKeys.LISTEN),
                        "found an address of another family than those of multicast-hosts, expected one of the same");
            }
            return new MulticastConfig.ByHosts(hosts, listen);
        });
    }

    private boolean needsMajority() {
        return given.get(MulticastKeys.QUORUM)
                .filter(MulticastKeys.MAJORITY::equals)
                .isPresent();
    }

    private void checkQuorum(SortedSet<NodeName> nodes) {
        Optional<NodeName> witness = given.get(MulticastKeys.WITNESS);
        int voters = nodes.size() + (witness.isPresent() ? 1 : 0);
        if (witness.isPresent() && !needsMajority()) {
            problems.add(
                    given.place(MulticastKeys.WITNESS), "found without quorum: majority, expected both or neither");
        }
        if (witness.filter(nodes::contains).isPresent()) {
            problems.add(given.place(MulticastKeys.WITNESS), "found in nodes, too, expected another node");
        } else if (needsMajority() && voters < FEWEST_VOTERS) {
            problems.add(
                    given.place(MulticastKeys.QUORUM),
                    "found majority of %d nodes%s, expected at least 3 in nodes, or 2 and a witness"
                            .formatted(nodes.size(), witness.isPresent() ? " and a witness" : ""));
        }
    }

    private void warnOutsider(NodeName name, SortedSet<NodeName> nodes) {
        boolean isWitness =
                given.get(MulticastKeys.WITNESS).filter(name::equals).isPresent();
        if (!nodes.isEmpty() && !nodes.contains(name) && !isWitness) {
            problems.warn(given.place(MulticastKeys.NODES), "takes no addresses here: " + name + " is not among them");
        }
    }
}
