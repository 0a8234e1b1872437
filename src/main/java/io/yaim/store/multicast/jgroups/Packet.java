package io.yaim.store.multicast.jgroups;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What came in from the network, as far as the secret tells.
sealed interface Packet {

    /// By somebody who knows the secret, though perhaps long ago: see [VerifiedSessions].
    ///
    /// @param number grows with each that one session seals
    @SuppressWarnings("ArrayRecordComponent")
    record Authentic(Kind kind, Session session, long number, byte[] content) implements Packet {}

    /// One of ours, that came back.
    record Own() implements Packet {}

    /// In our form, yet not to be understood.
    ///
    /// @param why for people
    record Foreign(String why) implements Packet {}

    /// Nothing of ours.
    record Noise() implements Packet {}

    /// What a packet is for.
    enum Kind {
        /// JGroups' own datagrams.
        DATAGRAM(1),
        /// JGroups' own messages on the connections by which a killed process is noticed.
        CONNECTION(2),
        /// Somebody new is here.
        HELLO(3),
        /// To somebody unknown: prove that you live now.
        CHALLENGE(4),
        /// The proof.
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
