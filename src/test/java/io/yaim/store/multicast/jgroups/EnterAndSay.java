package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.Assembly;
import io.yaim.store.multicast.Roll;
import io.yaim.store.multicast.Seat;
import io.yaim.store.multicast.jgroups.JGroupsSettings.Meeting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;

/// Enters an assembly and prints each roll with the time, until its standard input ends; for a test to start in a
/// process of its own. Its arguments: group, port, local address, secret, stale in milliseconds.
public final class EnterAndSay {

    private EnterAndSay() {}

    public static void main(String[] args) throws IOException {
        var settings = new JGroupsSettings(
                "test",
                args[3],
                new Meeting.Group(new InetSocketAddress(InetAddress.ofLiteral(args[0]), Integer.parseInt(args[1]))),
                InetAddress.ofLiteral(args[2]),
                Duration.ofMillis(Long.parseLong(args[4])),
                Duration.ofSeconds(1));
        try (var assembly =
                new JGroupsAssembly(settings, new SecureRandom(), () -> Duration.ofNanos(System.nanoTime()))) {
            assembly.enter(new Voice());
            while (System.in.read() >= 0) {
                System.out.flush();
            }
        }
        System.out.println(System.currentTimeMillis() + " left");
    }

    private static final class Voice implements Assembly.Listener {

        @Override
        public void called(Roll roll) {
            System.out.println(System.currentTimeMillis() + " roll "
                    + roll.seats().size() + " of " + roll.coordinator() + (roll.isMerged() ? " merged" : ""));
        }

        @Override
        public void received(Seat from, byte[] message) {
            System.out.println(System.currentTimeMillis() + " from " + from + " " + message.length + " bytes");
        }

        @Override
        public void heardStranger(String who) {
            System.out.println(System.currentTimeMillis() + " stranger " + who);
        }
    }
}
