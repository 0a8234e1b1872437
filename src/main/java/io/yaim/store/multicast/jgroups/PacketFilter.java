package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.jgroups.Packet.Kind;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;

/// Stands between JGroups and the network. JGroups gets only what a member sends now, and no outsider can read what
/// JGroups sends.
record PacketFilter(PacketCipher packetCipher, VerifiedSessions sessions, ForeignPackets foreignPackets) {

    byte[] encrypt(Kind kind, byte[] bytes, int offset, int length) {
        return packetCipher.encrypt(kind, bytes, offset, length);
    }

    /// Returns the part of a packet that JGroups gets.
    ///
    /// @param reply takes packets to the sender
    Optional<byte[]> filter(
            Kind expected, InetAddress from, byte[] bytes, int offset, int length, Consumer<byte[]> reply) {
        return switch (packetCipher.decrypt(bytes, offset, length)) {
            case Packet.Authentic packet -> sessions.accept(packet, expected, reply);
            case Packet.Foreign(String why) -> {
                foreignPackets.report(from, why);
                yield Optional.empty();
            }
            case Packet.Own _, Packet.Noise _ -> Optional.empty();
        };
    }
}
