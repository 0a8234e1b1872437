package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.jgroups.JGroupsSettings.DiscoveryMethod;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Where members meet on the loopback device, at ports that nobody else uses.
record LoopbackGroup(String cluster, String secret, List<DiscoveryMethod> meetings, InetAddress local, Duration stale) {

    static LoopbackGroup group() throws IOException {
        int port = freePorts(1).getFirst();
        var meeting = new DiscoveryMethod.Group(new InetSocketAddress(InetAddress.ofLiteral("224.1.1.1"), port));
        return new LoopbackGroup(
                "test", "secret", List.of(meeting), InetAddress.ofLiteral("127.0.0.1"), Duration.ofSeconds(3));
    }

    static LoopbackGroup hosts(String address, int count) throws IOException {
        var local = InetAddress.ofLiteral(address);
        List<Integer> ports = freePorts(count);
        List<InetSocketAddress> hosts =
                ports.stream().map(port -> new InetSocketAddress(local, port)).toList();
        List<DiscoveryMethod> meetings = ports.stream()
                .<DiscoveryMethod>map(port -> new DiscoveryMethod.Hosts(hosts, port))
                .toList();
        return new LoopbackGroup("test", "secret", meetings, local, Duration.ofSeconds(3));
    }

    /// Where the group meets.
    InetSocketAddress groupAddress() {
        if (meetings.getFirst() instanceof DiscoveryMethod.Group(InetSocketAddress group)) {
            return group;
        }
        throw new IllegalStateException("no group");
    }

    LoopbackGroup secret(String other) {
        return new LoopbackGroup(cluster, other, meetings, local, stale);
    }

    LoopbackGroup cluster(String other) {
        return new LoopbackGroup(other, secret, meetings, local, stale);
    }

    LoopbackGroup stale(Duration other) {
        return new LoopbackGroup(cluster, secret, meetings, local, other);
    }

    /// @param index of this member, of all
    JoinedMember enter(int index) throws IOException {
        var recordingListener = new RecordingListener();
        GroupChannel groupChannel = assembly(index);
        return new JoinedMember(groupChannel, groupChannel.join(recordingListener), recordingListener);
    }

    /// One that nobody has entered yet.
    GroupChannel assembly(int index) {
        var settings = new JGroupsSettings(
                cluster, secret, meetings.get(index % meetings.size()), local, stale, Duration.ofSeconds(1));
        return new JGroupsChannel(settings, new SecureRandom(), () -> Duration.ofNanos(System.nanoTime()));
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<DatagramSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(DatagramSocket::getLocalPort).toList();
        } finally {
            sockets.forEach(DatagramSocket::close);
        }
    }
}
