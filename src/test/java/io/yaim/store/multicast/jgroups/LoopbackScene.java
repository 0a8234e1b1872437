package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.Assembly;
import io.yaim.store.multicast.jgroups.JGroupsSettings.Meeting;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Where members meet on the loopback device, at ports that nobody else uses.
record LoopbackScene(String cluster, String secret, List<Meeting> meetings, InetAddress local, Duration stale) {

    static LoopbackScene group() throws IOException {
        int port = freePorts(1).getFirst();
        var meeting = new Meeting.Group(new InetSocketAddress(InetAddress.ofLiteral("224.1.1.1"), port));
        return new LoopbackScene(
                "test", "secret", List.of(meeting), InetAddress.ofLiteral("127.0.0.1"), Duration.ofSeconds(3));
    }

    static LoopbackScene hosts(String address, int count) throws IOException {
        var local = InetAddress.ofLiteral(address);
        List<Integer> ports = freePorts(count);
        List<InetSocketAddress> hosts =
                ports.stream().map(port -> new InetSocketAddress(local, port)).toList();
        List<Meeting> meetings = ports.stream()
                .<Meeting>map(port -> new Meeting.Hosts(hosts, port))
                .toList();
        return new LoopbackScene("test", "secret", meetings, local, Duration.ofSeconds(3));
    }

    /// Where the group meets.
    InetSocketAddress groupAddress() {
        if (meetings.getFirst() instanceof Meeting.Group(InetSocketAddress group)) {
            return group;
        }
        throw new IllegalStateException("no group");
    }

    LoopbackScene secret(String other) {
        return new LoopbackScene(cluster, other, meetings, local, stale);
    }

    LoopbackScene cluster(String other) {
        return new LoopbackScene(other, secret, meetings, local, stale);
    }

    LoopbackScene stale(Duration other) {
        return new LoopbackScene(cluster, secret, meetings, local, other);
    }

    /// @param index of this member, of all
    Member enter(int index) throws IOException {
        var hearing = new Hearing();
        Assembly assembly = assembly(index);
        return new Member(assembly, assembly.enter(hearing), hearing);
    }

    /// One that nobody has entered yet.
    Assembly assembly(int index) {
        var settings = new JGroupsSettings(
                cluster, secret, meetings.get(index % meetings.size()), local, stale, Duration.ofSeconds(1));
        return new JGroupsAssembly(settings, new SecureRandom(), () -> Duration.ofNanos(System.nanoTime()));
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
