package io.yaim.store.multicast.jgroups;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A packet from the network, as far as the secret allows to read it.
sealed interface Packet {

    /// From a sender that knows the secret, though perhaps sent long ago: see [VerifiedSessions].
    ///
    /// @param number grows with each packet of one session
    @SuppressWarnings("ArrayRecordComponent")
    record Authentic(Kind kind, Session session, long number, byte[] content) implements Packet {}

    /// A packet of this process that came back.
    record Own() implements Packet {}

    /// A packet of yaim that cannot be decrypted.
    ///
    /// @param why for people
    record Foreign(String why) implements Packet {}

    /// Not a packet of yaim.
    record Noise() implements Packet {}

    /// The purpose of a packet.
    enum Kind {
        /// A datagram of JGroups.
        DATAGRAM(1),
        /// A message of JGroups on a connection by which a killed process is noticed.
        CONNECTION(2),
        /// A new process announces itself.
        HELLO(3),
        /// A challenge for an unknown process: prove that you run now.
        CHALLENGE(4),
        /// The answer to a challenge.
        ANSWER(5);

        private static final Map<Byte, Kind> BY_CODE =
                Stream.of(values()).collect(toUnmodifiableMap(Kind::code, kind -> kind));

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        byte code() {
            return code;
        }

        static Optional<Kind> of(byte code) {
            return Optional.ofNullable(BY_CODE.get(code));
        }
    }
}
