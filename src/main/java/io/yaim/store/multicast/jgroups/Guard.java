package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.jgroups.Packet.Kind;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;

/// Stands between JGroups and the network: JGroups sees only what a member says now, and nobody else sees
/// what JGroups says.
record Guard(Seal seal, Acquaintances acquaintances, Strangers strangers) {

    byte[] close(Kind kind, byte[] bytes, int offset, int length) {
        return seal.close(kind, bytes, offset, length);
    }

    /// What JGroups is to see of a packet.
    ///
    /// @param reply takes packets to the sender
    Optional<byte[]> open(
            Kind expected, InetAddress from, byte[] bytes, int offset, int length, Consumer<byte[]> reply) {
        return switch (seal.open(bytes, offset, length)) {
            case Packet.Sealed packet -> acquaintances.hear(packet, expected, reply);
            case Packet.Strange(String why) -> {
                strangers.heard(from, why);
                yield Optional.empty();
            }
            case Packet.Own _, Packet.Noise _ -> Optional.empty();
        };
    }
}
