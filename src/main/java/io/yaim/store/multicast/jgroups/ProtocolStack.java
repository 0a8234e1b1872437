package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.jgroups.JGroupsSettings.Meeting;
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

/// JGroups' protocols as we want them, from the network up.
final class ProtocolStack {

    /// Of a datagram, before it is sealed; some IP fragments each.
    private static final int LARGEST_DATAGRAM = 16_000;

    private static final int LARGEST_FRAGMENT = 12_000;

    /// What one may have sent to another that he has not taken yet.
    private static final long MOST_UNREAD = 4_000_000;

    private static final int BUFFER = 1 << 20;
    private static final int HOPS = 1;

    /// Each node answers discovery by itself; a lost datagram costs a third of the time to join.
    private static final int DISCOVERY_RUNS = 3;

    private ProtocolStack() {}

    static List<Protocol> of(JGroupsSettings settings, Guard guard) throws IOException {
        var pace = Pace.of(settings.stale(), settings.interval());
        SealedUdp udp = transport(settings, guard);
        return List.of(
                udp,
                discovery(settings.meeting()),
                merge(pace),
                new Tripwire(guard, udp, settings.local(), pace.join()),
                heartbeats(pace),
                new Doublecheck(pace.question(), settings.local()),
                multicasts(pace),
                unicasts(pace),
                new STABLE().setDesiredAverageGossip(300_000).setMaxBytes(1_000_000),
                membership(pace),
                credits(pace),
                new FRAG4().setFragSize(LARGEST_FRAGMENT));
    }

    private static SealedUdp transport(JGroupsSettings settings, Guard guard) throws IOException {
        SealedUdp udp = switch (settings.meeting()) {
            case Meeting.Group(InetSocketAddress group) -> {
                var here = new SealedUdp(guard, List.of());
                here.setMcastGroupAddr(scoped(group.getAddress(), settings.local()));
                here.setMulticastPort(group.getPort());
                here.setBindPort(group.getPort() + 1);
                here.setPortRange(100);
                here.setIpTTL(HOPS);
                yield here;
            }
            case Meeting.Hosts(List<InetSocketAddress> hosts, int port) -> {
                var here = new SealedUdp(guard, hosts);
                here.ipMcast(false);
                here.setBindPort(port);
                here.setPortRange(0);
                yield here;
            }
        };
        udp.setBindAddr(settings.local());
        udp.setMcastRecvBufSize(BUFFER).setMcastSendBufSize(BUFFER);
        udp.setUcastRecvBufSize(BUFFER).setUcastSendBufSize(BUFFER);
        udp.useVirtualThreads(true);
        var bundler = new TransferQueueBundler();
        bundler.setMaxSize(LARGEST_DATAGRAM);
        udp.setBundler(bundler);
        return udp;
    }

    /// A group within a link means nothing without the link.
    private static InetAddress scoped(InetAddress group, InetAddress local) throws IOException {
        var link = NetworkInterface.getByInetAddress(local);
        if (link == null) {
            throw new IOException("no network interface has the address " + local.getHostAddress());
        }
        return group instanceof Inet6Address && group.isMCLinkLocal()
                ? Inet6Address.getByAddress(null, group.getAddress(), link)
                : group;
    }

    private static Discovery discovery(Meeting meeting) {
        Discovery discovery = switch (meeting) {
            case Meeting.Group _ -> new PING();
            case Meeting.Hosts(List<InetSocketAddress> hosts, int _) ->
                new TCPPING().<TCPPING>setInitialHosts(hosts).setPortRange(0);
        };
        return discovery.numDiscoveryRuns(DISCOVERY_RUNS);
    }

    private static MERGE3 merge(Pace pace) {
        long usual = pace.merge().toMillis();
        return new MERGE3().setMinInterval(usual / 2).setMaxInterval(usual);
    }

    private static FD_ALL3 heartbeats(Pace pace) {
        var heartbeats = new FD_ALL3();
        heartbeats.setTimeout(pace.silence().toMillis());
        heartbeats.setInterval(pace.heartbeat().toMillis());
        return heartbeats;
    }

    private static NAKACK2 multicasts(Pace pace) {
        var multicasts = new NAKACK2();
        multicasts.useMcastXmit(false);
        multicasts.setXmitInterval(pace.resend().toMillis());
        multicasts.setXmitTableNumRows(4).setXmitTableMsgsPerRow(64);
        return multicasts;
    }

    private static UNICAST3 unicasts(Pace pace) {
        var unicasts = new UNICAST3();
        unicasts.setXmitInterval(pace.resend().toMillis());
        unicasts.setXmitTableNumRows(4).setXmitTableMsgsPerRow(64);
        return unicasts;
    }

    private static GMS membership(Pace pace) {
        return new GMS()
                .printLocalAddress(false)
                .setJoinTimeout(pace.join().toMillis())
                .setLeaveTimeout(pace.answer().toMillis())
                .setMergeTimeout(pace.answer().toMillis() * 2)
                .setViewAckCollectionTimeout(pace.answer().toMillis());
    }

    private static UFC credits(Pace pace) {
        var credits = new UFC();
        credits.setMaxCredits(MOST_UNREAD).setMaxBlockTime(pace.answer().toMillis());
        return credits;
    }
}
