package io.yaim.cli.doctor;

import io.yaim.model.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Settings of the kernel that affect how neighbours learn addresses, or how this host treats them. See
/// Documentation/networking/ip-sysctl.rst.
///
/// @param values by their names for sysctl(8), such as `net.ipv4.conf.eth0.arp_ignore`, without those that this
///     kernel does not have
/// @param prefix the prefix length of IPv4 addresses of the pool
/// @param hasOwnNetwork whether the interface has a network of its own
/// @param others other interfaces that are up and have an IPv4 address, except the loopback
/// @param sameNetwork those of them that share a network with this interface
/// @param wantsV6 whether IPv6 addresses are to be bound
record KernelSettings(
        String interfaceName,
        Map<String, Integer> values,
        int prefix,
        boolean hasOwnNetwork,
        List<String> others,
        List<String> sameNetwork,
        boolean wantsV6) {

    static final String TOPIC = "kernel settings";

    KernelSettings {
        values = Map.copyOf(values);
        others = List.copyOf(others);
        sameNetwork = List.copyOf(sameNetwork);
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        arpIgnore(findings);
        arpAnnounce(findings);
        arpFilter(findings);
        reversePath(findings);
        promoteSecondaries(findings);
        if (findings.isEmpty()) {
            findings.add(Finding.ok(TOPIC, "the IPv4 settings do not disturb ARP, source addresses or return paths"));
        }
        int before = findings.size();
        disabledV6(findings);
        duplicates(findings);
        linkLocal(findings);
        if (findings.size() == before) {
            findings.add(Finding.ok(
                    TOPIC,
                    "the IPv6 settings do not disturb; accept_dad and keep_addr_on_down do not matter: yaim's addresses"
                            + " skip that detection (nodad) and have lifetimes"));
        }
        findings.add(nonlocalBind());
        return findings;
    }

    /// The kernel uses the larger of the interface's value and the value for all.
    private void arpIgnore(List<Finding> findings) {
        int ignore = effective("arp_ignore");
        String found = "arp_ignore is " + ignore + ": ";
        if (ignore == 8) {
            findings.add(Finding.problem(
                    TOPIC, found + "this host answers ARP for none of its addresses", resetCommand("arp_ignore")));
        } else if (ignore == 2 && prefix == 32) {
            findings.add(Finding.problem(
                    TOPIC,
                    found + "this host answers ARP only to neighbours in the address's network, and a /32 has none",
                    resetCommand("arp_ignore") + "; or set netmask"));
        } else if (ignore == 0 && !sameNetwork.isEmpty()) {
            findings.add(Finding.warning(
                    TOPIC,
                    found + String.join(", ", sameNetwork)
                            + " is in the same network and also answers for addresses of " + interfaceName,
                    "sysctl -w net.ipv4.conf.all.arp_ignore=1"));
        }
    }

    private void arpAnnounce(List<Finding> findings) {
        if (effective("arp_announce") == 0 && !others.isEmpty()) {
            findings.add(Finding.warning(
                    TOPIC,
                    "arp_announce is 0: an ARP request sent on " + String.join(", ", others)
                            + " may name an address of the pool as its source, and neighbours then send to that interface",
                    "sysctl -w net.ipv4.conf.all.arp_announce=2"));
        }
    }

    private void arpFilter(List<Finding> findings) {
        if (effective("arp_filter") > 0 && !others.isEmpty()) {
            findings.add(Finding.warning(
                    TOPIC,
                    "arp_filter is 1: " + interfaceName
                            + " answers only neighbours to which the route leads through it",
                    "sysctl -w net.ipv4.conf.all.arp_filter=0 net.ipv4.conf." + sysctlName() + ".arp_filter=0"));
        }
    }

    private void reversePath(List<Finding> findings) {
        if (effective("rp_filter") == 1 && (!others.isEmpty() || !hasOwnNetwork)) {
            findings.add(Finding.warning(
                    TOPIC,
                    "rp_filter is 1: the kernel discards packets that arrive on " + interfaceName
                            + " if the route to their sender uses another interface"
                            + (hasOwnNetwork ? "" : ", and " + interfaceName + " has no network of its own"),
                    "sysctl -w net.ipv4.conf." + sysctlName() + ".rp_filter=2"));
        }
    }

    private void promoteSecondaries(List<Finding> findings) {
        if (prefix < 32 && effective("promote_secondaries") == 0) {
            findings.add(Finding.problem(
                    TOPIC,
                    "promote_secondaries is 0: with prefix length " + prefix
                            + " the kernel drops all addresses of a network when the first one is dropped",
                    "sysctl -w net.ipv4.conf." + sysctlName() + ".promote_secondaries=1; or leave netmask at 32"));
        }
    }

    private void disabledV6(List<Finding> findings) {
        boolean isOff = value("net.ipv6.conf." + sysctlName() + ".disable_ipv6").orElse(1) != 0;
        if (isOff && wantsV6) {
            findings.add(Finding.problem(
                    TOPIC,
                    "IPv6 is off on " + interfaceName + ", and the pool has IPv6 entries",
                    "sysctl -w net.ipv6.conf." + sysctlName() + ".disable_ipv6=0"));
        } else if (isOff) {
            findings.add(Finding.ok(TOPIC, "IPv6 is off on " + interfaceName + ", and the pool has no IPv6 entry"));
        }
    }

    /// For the interface's own link-local address. yaim's addresses are bound without this detection.
    private void duplicates(List<Finding> findings) {
        if (wantsV6 && value("net.ipv6.conf." + sysctlName() + ".accept_dad").orElse(1) == 2) {
            findings.add(Finding.warning(
                    TOPIC,
                    "accept_dad is 2: the kernel disables IPv6 on " + interfaceName
                            + " with all entries if another host has its link-local address",
                    "sysctl -w net.ipv6.conf." + sysctlName() + ".accept_dad=1"));
        }
    }

    private void linkLocal(List<Finding> findings) {
        if (wantsV6 && value("net.ipv6.conf." + sysctlName() + ".addr_gen_mode").orElse(0) == 1) {
            findings.add(Finding.warning(
                    TOPIC,
                    "addr_gen_mode is 1: " + interfaceName
                            + " gets no link-local address, which probes need as their source",
                    "sysctl -w net.ipv6.conf." + sysctlName()
                            + ".addr_gen_mode=0, then put the interface down and up"));
        }
    }

    private Finding nonlocalBind() {
        boolean may = value("net.ipv4.ip_nonlocal_bind").orElse(0) != 0;
        return Finding.ok(
                TOPIC,
                may
                        ? "ip_nonlocal_bind is 1: services may listen on an address before it is bound"
                        : "ip_nonlocal_bind is 0: services listen on all addresses, or start after theirs is bound");
    }

    private int effective(String setting) {
        return Math.max(
                value("net.ipv4.conf.all." + setting).orElse(0),
                value("net.ipv4.conf." + sysctlName() + "." + setting).orElse(0));
    }

    private String resetCommand(String setting) {
        return "sysctl -w net.ipv4.conf.all." + setting + "=0 net.ipv4.conf." + sysctlName() + "." + setting + "=0";
    }

    private OptionalInt value(String name) {
        Integer value = values.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /// Writes the name for sysctl(8): a dot in the name, as of a VLAN, becomes a slash.
    private String sysctlName() {
        return sysctlName(interfaceName);
    }

    static String sysctlName(String interfaceName) {
        return interfaceName.replace('.', '/');
    }
}
