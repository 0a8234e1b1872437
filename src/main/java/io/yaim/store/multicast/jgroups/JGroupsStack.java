package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.jgroups.JGroupsSettings.DiscoveryMethod;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.jgroups.protocols.Discovery;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.PING;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.TransferQueueBundler;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;

/// The protocols of JGroups that yaim uses, from the network up.
final class JGroupsStack {

    /// The size of a datagram before it is encrypted; it may be sent in several IP fragments.
    private static final int LARGEST_DATAGRAM = 16_000;

    private static final int LARGEST_FRAGMENT = 12_000;

    /// How much a node may send to another before that node has processed it.
    private static final long MOST_UNREAD = 4_000_000;

    private static final int BUFFER = 1 << 20;
    private static final int HOPS = 1;

    /// Each node answers discovery by itself; a lost datagram costs a third of the time to join.
    private static final int DISCOVERY_RUNS = 3;

    private JGroupsStack() {}

    static List<Protocol> of(JGroupsSettings settings, PacketFilter packetFilter) throws IOException {
        var groupTiming = GroupTiming.of(settings.failureTimeout(), settings.heartbeatInterval());
        EncryptedUdp udp = transport(settings, packetFilter);
        return List.of(
                udp,
                discovery(settings.discovery()),
                merge(groupTiming),
                new EncryptedFdSock(packetFilter, udp, settings.localAddress(), groupTiming.joinTimeout()),
                heartbeats(groupTiming),
                new VerifySuspect(groupTiming.verifyTimeout(), settings.localAddress()),
                multicasts(groupTiming),
                unicasts(groupTiming),
                new STABLE().setDesiredAverageGossip(300_000).setMaxBytes(1_000_000),
                membership(groupTiming),
                credits(groupTiming),
                new FRAG4().setFragSize(LARGEST_FRAGMENT));
    }

    private static EncryptedUdp transport(JGroupsSettings settings, PacketFilter packetFilter) throws IOException {
        EncryptedUdp udp = switch (settings.discovery()) {
            case DiscoveryMethod.Group(InetSocketAddress group) -> {
                var here = new EncryptedUdp(packetFilter, List.of());
                here.setMcastGroupAddr(scoped(group.getAddress(), settings.localAddress()));
                here.setMulticastPort(group.getPort());
                here.setBindPort(group.getPort() + 1);
                here.setPortRange(100);
                here.setIpTTL(HOPS);
                yield here;
            }
            case DiscoveryMethod.Hosts(List<InetSocketAddress> hosts, int port) -> {
                var here = new EncryptedUdp(packetFilter, hosts);
                here.ipMcast(false);
                here.setBindPort(port);
                here.setPortRange(0);
                yield here;
            }
        };
        udp.setBindAddr(settings.localAddress());
        udp.setMcastRecvBufSize(BUFFER).setMcastSendBufSize(BUFFER);
        udp.setUcastRecvBufSize(BUFFER).setUcastSendBufSize(BUFFER);
        udp.useVirtualThreads(true);
        var bundler = new TransferQueueBundler();
        bundler.setMaxSize(LARGEST_DATAGRAM);
        udp.setBundler(bundler);
        return udp;
    }

    /// A link-local group needs its interface.
    private static InetAddress scoped(InetAddress group, InetAddress local) throws IOException {
        var link = NetworkInterface.getByInetAddress(local);
        if (link == null) {
            throw new IOException("no network interface has the address " + local.getHostAddress());
        }
        return group instanceof Inet6Address && group.isMCLinkLocal()
                ? Inet6Address.getByAddress(null, group.getAddress(), link)
                : group;
    }

    private static Discovery discovery(DiscoveryMethod discoveryMethod) {
        Discovery discovery = switch (discoveryMethod) {
            case DiscoveryMethod.Group _ -> new PING();
            case DiscoveryMethod.Hosts(List<InetSocketAddress> hosts, int _) ->
                new TCPPING().<TCPPING>setInitialHosts(hosts).setPortRange(0);
        };
        return discovery.numDiscoveryRuns(DISCOVERY_RUNS);
    }

    private static MERGE3 merge(GroupTiming groupTiming) {
        long usual = groupTiming.mergeInterval().toMillis();
        return new MERGE3().setMinInterval(usual / 2).setMaxInterval(usual);
    }

    private static FD_ALL3 heartbeats(GroupTiming groupTiming) {
        var heartbeats = new FD_ALL3();
        heartbeats.setTimeout(groupTiming.suspectAfter().toMillis());
        heartbeats.setInterval(groupTiming.heartbeat().toMillis());
        return heartbeats;
    }

    private static NAKACK2 multicasts(GroupTiming groupTiming) {
        var multicasts = new NAKACK2();
        multicasts.useMcastXmit(false);
        multicasts.setXmitInterval(groupTiming.retransmitInterval().toMillis());
        multicasts.setXmitTableNumRows(4).setXmitTableMsgsPerRow(64);
        return multicasts;
    }

    private static UNICAST3 unicasts(GroupTiming groupTiming) {
        var unicasts = new UNICAST3();
        unicasts.setXmitInterval(groupTiming.retransmitInterval().toMillis());
        unicasts.setXmitTableNumRows(4).setXmitTableMsgsPerRow(64);
        return unicasts;
    }

    private static GMS membership(GroupTiming groupTiming) {
        return new GMS()
                .printLocalAddress(false)
                .setJoinTimeout(groupTiming.joinTimeout().toMillis())
                .setLeaveTimeout(groupTiming.viewAckTimeout().toMillis())
                .setMergeTimeout(groupTiming.viewAckTimeout().toMillis() * 2)
                .setViewAckCollectionTimeout(groupTiming.viewAckTimeout().toMillis());
    }

    private static UFC credits(GroupTiming groupTiming) {
        var credits = new UFC();
        credits.setMaxCredits(MOST_UNREAD)
                .setMaxBlockTime(groupTiming.viewAckTimeout().toMillis());
        return credits;
    }
}
