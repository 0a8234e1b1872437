package io.yaim.lab;

import io.yaim.model.VirtualIp;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One Ethernet segment: a bridge, and hosts that are each connected to it by the device `eth0`. The n-th host has
/// the addresses 10.77.0.n/16 and fd77::n/64; the virtual ones begin at 10.77.1.1 and fd77::1:1.
public final class Segment implements Closeable {

    /// The hosts' network device.
    public static final String DEVICE = "eth0";

    private static final int IPS_PER_BYTE = 250;
    private static final int MOST_IPS = 254 * IPS_PER_BYTE;

    private final Map<String, Namespace> hosts = new LinkedHashMap<>();
    private final Namespace bridge;

    /// The n-th virtual address of version 4, from 1.
    public static VirtualIp virtualIp(int n) {
        int i = Objects.checkIndex(n - 1, MOST_IPS);
        return VirtualIp.parse("10.77." + (1 + i / IPS_PER_BYTE) + "." + (1 + i % IPS_PER_BYTE));
    }

    /// The n-th virtual address of version 6, from 1.
    public static VirtualIp virtualIp6(int n) {
        return VirtualIp.parse("fd77::1:" + Integer.toHexString(Objects.checkIndex(n - 1, MOST_IPS) + 1));
    }

    /// Whether it is an address that [#virtualIp] or [#virtualIp6] gives.
    public static boolean isVirtual(VirtualIp ip) {
        byte[] bytes = ip.bytes();
        return ip.isV6() ? ip.toString().startsWith("fd77::1:") : bytes[0] == 10 && bytes[1] == 77 && bytes[2] != 0;
    }

    /// Makes the segment with these hosts, named in at most 15 characters.
    public static Segment of(String... hosts) throws Exception {
        var segment = new Segment();
        try {
            for (String host : hosts) {
                segment.add(host);
            }
        } catch (Exception e) {
            try (segment) {
                throw e;
            }
        }
        return segment;
    }

    private Segment() throws IOException {
        bridge = Namespace.create("bridge");
        try {
            // no snooping: without a querier it would learn of groups late, and keep neighbour discovery from
            // its hosts
            bridge.ip("link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
            bridge.ip("link", "set", "br0", "up");
        } catch (IOException e) {
            try (bridge) {
                throw e;
            }
        }
    }

    private void add(String name) throws Exception {
        Namespace host = Namespace.create(name);
        hosts.put(name, host);
        host.set("ipv6/conf/default/accept_dad", "0"); // the hosts' own addresses are usable at once
        plugIn(name);
    }

    private void plugIn(String name) throws IOException {
        host(name).addVeth(DEVICE, bridge, name);
        bridge.ip("link", "set", "dev", name, "master", "br0");
        readdress(name);
    }

    /// Deletes the host's device with all its addresses.
    public void removeCard(String host) throws IOException {
        host(host).ip("link", "del", DEVICE);
    }

    /// Makes the device again, with the same name and the host's own addresses, but another index.
    public void insertCard(String host) throws IOException {
        plugIn(host);
    }

    /// Takes the host's own version 4 address off, and gives it another one.
    public void changeAddress(String host) throws IOException {
        host(host).ip("addr", "del", address(host) + "/16", "dev", DEVICE);
        host(host).ip("addr", "add", otherAddress(host) + "/16", "dev", DEVICE);
    }

    /// Gives the host its first version 4 address again, instead of the other one.
    public void changeAddressBack(String host) throws IOException {
        host(host).ip("addr", "del", otherAddress(host) + "/16", "dev", DEVICE);
        host(host).ip("addr", "add", address(host) + "/16", "dev", DEVICE);
    }

    /// The address that [#changeAddress] gives the host.
    public String otherAddress(String host) {
        return "10.77.0." + (100 + number(host));
    }

    /// Gives the host its own addresses, which it must not have yet.
    public void readdress(String name) throws IOException {
        Namespace host = host(name);
        host.ip("addr", "add", address(name) + "/16", "dev", DEVICE);
        host.ip("addr", "add", address6(name) + "/64", "dev", DEVICE, "nodad");
    }

    /// All hosts by name, in the order in which they were named.
    public Map<String, Namespace> hosts() {
        return Collections.unmodifiableMap(hosts);
    }

    public Namespace host(String name) {
        Namespace host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException("no host " + name + "; there are " + hosts.keySet());
        }
        return host;
    }

    /// The host's own version 4 address.
    public String address(String host) {
        return "10.77.0." + number(host);
    }

    /// The host's own version 6 address.
    public String address6(String host) {
        return "fd77::" + number(host);
    }

    private int number(String host) {
        host(host); // or say that there is none
        return List.copyOf(hosts.keySet()).indexOf(host) + 1;
    }

    /// Takes the host's link down: its device loses the carrier, and nothing passes.
    public void pullPlug(String host) throws IOException {
        bridge.ip("link", "set", "dev", host, "down");
    }

    /// Takes the link up again.
    public void putPlugBack(String host) throws IOException {
        bridge.ip("link", "set", "dev", host, "up");
    }

    /// From now on the switch forwards nothing between the two hosts. Both keep their carriers.
    public void stopForwarding(String host, String other) throws IOException {
        bridge.run(
                "nft",
                "table bridge lab { chain between { type filter hook forward priority 0; iifname " + host + " oifname "
                        + other + " drop; iifname " + other + " oifname " + host + " drop; }; }");
    }

    /// Ends what [#stopForwarding] began.
    public void forwardAgain() throws IOException {
        bridge.run("nft", "add table bridge lab; delete table bridge lab");
    }

    /// Connects the host to another bridge without other hosts. Its device keeps the carrier.
    public void isolate(String host) throws IOException {
        bridge.ip("link", "add", "br-" + host, "type", "bridge", "mcast_snooping", "0", "forward_delay", "0");
        bridge.ip("link", "set", "br-" + host, "up");
        bridge.ip("link", "set", "dev", host, "master", "br-" + host);
    }

    /// Connects it to the bridge of the others again.
    public void rejoin(String host) throws IOException {
        bridge.ip("link", "set", "dev", host, "master", "br0");
        bridge.ip("link", "del", "br-" + host);
    }

    /// From now on the two hosts do not reach each other by version 4, in neither direction; all else still
    /// passes.
    public void disconnect(String host, String other) throws IOException {
        String rules = "table ip lab {"
                + " chain in { type filter hook input priority 0; ip saddr " + address(other) + " drop; };"
                + " chain out { type filter hook output priority 0; ip daddr " + address(other) + " drop; }; }";
        host(host).run("nft", rules);
    }

    /// From now on IPv4 packets of the other host do not reach this one. Packets of this one still reach the other.
    public void blockFrom(String host, String other) throws IOException {
        host(host)
                .run(
                        "nft",
                        "table ip lab { chain in { type filter hook input priority 0; ip saddr " + address(other)
                                + " drop; }; }");
    }

    /// Ends all that [#disconnect] and [#blockFrom] began for this host, if anything.
    public void reconnect(String host) throws IOException {
        host(host).run("nft", "add table ip lab; delete table ip lab");
    }

    @Override
    public void close() throws IOException {
        IOException failure = new IOException("remove the segment's namespaces");
        for (Namespace namespace : hosts.values()) {
            try {
                namespace.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        bridge.close();
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
