package io.yaim.chaos;

import io.yaim.lab.Cluster;
import io.yaim.model.VirtualIp;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The kind of a cluster: with etcd and a failure mode, or with its nodes alone.
enum Mode {
    RELEASE(DoublesPolicy.NEVER),
    FAILSAFE(DoublesPolicy.NEVER),
    CLAIM(DoublesPolicy.REPORTED),
    MULTICAST(DoublesPolicy.WHILE_DIVIDED),
    MAJORITY(DoublesPolicy.NEVER);

    private final DoublesPolicy doubles;

    Mode(DoublesPolicy doublesPolicy) {
        this.doubles = doublesPolicy;
    }

    /// When an address may be on two nodes.
    private enum DoublesPolicy {
        NEVER,
        WHILE_DIVIDED,
        REPORTED
    }

    /// The modes with etcd.
    static List<Mode> withServer() {
        return Stream.of(values()).filter(Mode::hasServer).toList();
    }

    /// The modes without a server.
    static List<Mode> withoutServer() {
        return Stream.of(values()).filter(mode -> !mode.hasServer()).toList();
    }

    static Optional<Mode> of(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(word))
                .findFirst();
    }

    boolean hasServer() {
        return switch (this) {
            case RELEASE, FAILSAFE, CLAIM -> true;
            case MULTICAST, MAJORITY -> false;
        };
    }

    /// @param isDivided whether nodes are cut off from each other while their devices have a carrier
    boolean forbidsDouble(boolean isDivided) {
        return switch (doubles) {
            case NEVER -> true;
            case WHILE_DIVIDED -> !isDivided;
            case REPORTED -> false;
        };
    }

    /// Whether a part of this size of a divided cluster must have all addresses.
    boolean mustServe(int part, int nodes) {
        return doubles == DoublesPolicy.WHILE_DIVIDED || part > nodes / 2;
    }

    /// The settings of all nodes; without a server also the pool.
    Map<String, String> nodeSettings(List<String> nodes, List<VirtualIp> pool) {
        var settings = new LinkedHashMap<>(hasServer() ? Cluster.SHORT_TTL : Cluster.MULTICAST);
        switch (this) {
            case RELEASE, FAILSAFE, CLAIM -> {
                settings.put("dcs-failure-mode", toString());
                settings.put("secret", "shared by all of them");
            }
            case MAJORITY -> {
                settings.put("quorum", "majority");
                settings.put("nodes", String.join(",", nodes));
            }
            case MULTICAST -> {}
        }
        if (!hasServer()) {
            settings.put("ips", ipsValue(pool));
        }
        return settings;
    }

    /// The pool, as the configuration has it.
    static String ipsValue(List<VirtualIp> pool) {
        return pool.stream().map(VirtualIp::toString).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
