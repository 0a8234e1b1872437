package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.jgroups.JGroupsSettings.DiscoveryMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;

/// Enters an assembly and prints each roll with the time, until its standard input ends; for a test to start in a
/// process of its own. Its arguments: group, port, local address, secret, stale in milliseconds.
public final class JoinAndPrint {

    private JoinAndPrint() {}

    public static void main(String[] args) throws IOException {
        var settings = new JGroupsSettings(
                "test",
                args[3],
                new DiscoveryMethod.Group(
                        new InetSocketAddress(InetAddress.ofLiteral(args[0]), Integer.parseInt(args[1]))),
                InetAddress.ofLiteral(args[2]),
                Duration.ofMillis(Long.parseLong(args[4])),
                Duration.ofSeconds(1));
        try (var assembly =
                new JGroupsChannel(settings, new SecureRandom(), () -> Duration.ofNanos(System.nanoTime()))) {
            assembly.join(new Voice());
            while (System.in.read() >= 0) {
                System.out.flush();
            }
        }
        System.out.println(System.currentTimeMillis() + " left");
    }

    private static final class Voice implements GroupChannel.Listener {

        @Override
        public void viewChanged(MembershipView membershipView) {
            System.out.println(System.currentTimeMillis() + " roll "
                    + membershipView.members().size() + " of " + membershipView.coordinator()
                    + (membershipView.isMerged() ? " merged" : ""));
        }

        @Override
        public void received(MemberId from, byte[] message) {
            System.out.println(System.currentTimeMillis() + " from " + from + " " + message.length + " bytes");
        }

        @Override
        public void foreignSenderHeard(String who) {
            System.out.println(System.currentTimeMillis() + " stranger " + who);
        }
    }
}
