package io.yaim.cli.doctor;

import io.yaim.model.AddressRange;
import io.yaim.model.Finding;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The interface on which addresses are bound: that of the node, or that of some entries.
///
/// @param present the names of all interfaces
/// @param isUp whether it is administratively up (IFF_UP)
/// @param hasCarrier whether it has a link
/// @param networks of its addresses, without those of a single address
/// @param pool the entries that belong on it; empty: not known
record NetworkCard(
        String name,
        List<String> present,
        boolean isUp,
        boolean hasCarrier,
        List<AddressRange> networks,
        Optional<List<VirtualIp>> pool) {

    static final String TOPIC = "interface";

    private static final int NAMED_AT_MOST = 3;

    NetworkCard {
        present = List.copyOf(present);
        networks = List.copyOf(networks);
        pool = pool.map(List::copyOf);
    }

    boolean exists() {
        return present.contains(name);
    }

    List<Finding> findings() {
        if (!exists()) {
            return List.of(Finding.problem(
                    TOPIC,
                    "there is no interface " + name + ": there are " + String.join(", ", present),
                    "set interface in the configuration to one of them"));
        }
        var findings = new ArrayList<Finding>();
        if (!isUp) {
            findings.add(Finding.problem(TOPIC, name + " is down", "ip link set dev " + name + " up"));
        } else if (!hasCarrier) {
            findings.add(Finding.problem(
                    TOPIC,
                    name + " is up, but has no carrier",
                    "check the cable, the switch, the bond: ip link show dev " + name));
        } else {
            findings.add(Finding.ok(TOPIC, name + " is up and has a carrier"));
        }
        findings.add(reachability());
        return findings;
    }

    /// The findings of an interface that only some entries name. Without it, only these entries are not bound here.
    List<Finding> findingsOfEntries() {
        return exists()
                ? findings()
                : List.of(Finding.warning(
                        TOPIC,
                        "there is no interface %s, which %d entries name: this node does not bind them"
                                .formatted(name, pool.orElse(List.of()).size()),
                        "create it, or leave these entries to other nodes"));
    }

    /// If the interface has no network for an address, neighbours that expect it there do not learn it.
    private Finding reachability() {
        String own = networks.isEmpty() ? "no network" : networks.toString().replaceAll("[\\[\\]]", "");
        if (pool.isEmpty()) {
            return Finding.ok("networks", name + " has " + own + "; the pool is not known");
        }
        List<VirtualIp> outside = pool.get().stream()
                .filter(ip -> networks.stream().noneMatch(network -> network.contains(ip)))
                .toList();
        if (outside.isEmpty()) {
            return Finding.ok(
                    "networks",
                    name + " has " + own + "; all its entries (" + pool.get().size() + ") are in it");
        }
        String some = outside.stream()
                .limit(NAMED_AT_MOST)
                .map(VirtualIp::toString)
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
        return Finding.warning(
                "networks",
                "%s has %s; %d of %d entries are in no network of it (%s): only routers with a route reach them"
                        .formatted(name, own, outside.size(), pool.get().size(), some),
                "ip address show dev " + name
                        + "; or set another interface for these entries, or exclude them from this node"
                        + " with allowed-ranges");
    }
}
