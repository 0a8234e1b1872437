package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.jgroups.Packet.Kind;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Decides which packets are fresh. A session is verified when it has answered a challenge of this process, so that
/// its process runs now. Then each packet is accepted once, if it was numbered after that answer. So nothing that an
/// outsider has recorded is accepted, not even by a process that has just started. Several threads may call it.
final class VerifiedSessions {

    private static final int MOST_KNOWN = 512;
    private static final int MOST_CHALLENGED = 64;
    private static final int NONCE_BYTES = 16;
    private static final byte[] NOTHING = new byte[0];

    /// Between two packets with the same challenge; after the longer time, another challenge is used.
    private static final Duration CHALLENGE_INTERVAL = Duration.ofMillis(20);

    private static final Duration CHALLENGE_LIFETIME = Duration.ofSeconds(5);

    private final PacketCipher packetCipher;
    private final SecureRandom random;
    private final Supplier<Duration> sinceBoot;
    private final Map<Session, ReplayWindow> verified = latest(MOST_KNOWN);
    private final Map<Session, Challenge> challenged = latest(MOST_CHALLENGED);
    private final CountDownLatch first = new CountDownLatch(1);

    VerifiedSessions(PacketCipher packetCipher, SecureRandom random, Supplier<Duration> sinceBoot) {
        this.packetCipher = packetCipher;
        this.random = random;
        this.sinceBoot = sinceBoot;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Challenge(byte[] nonce, Duration made, Duration sent) {}

    /// The content of the packet, if it is fresh and of the expected kind.
    ///
    /// @param reply takes packets to the sender
    synchronized Optional<byte[]> accept(Packet.Authentic packet, Kind expected, Consumer<byte[]> reply) {
        switch (packet.kind()) {
            case CHALLENGE -> answerChallenge(packet, reply);
            case ANSWER -> checkAnswer(packet);
            case DATAGRAM, CONNECTION, HELLO -> {
                ReplayWindow replayWindow = verified.get(packet.session());
                if (replayWindow == null) {
                    challenge(packet.session(), reply);
                } else if (replayWindow.acceptOnce(packet.number()) && packet.kind() == expected) {
                    return Optional.of(packet.content());
                }
            }
        }
        return Optional.empty();
    }

    /// A packet whose receivers send a challenge.
    byte[] hello() {
        return packetCipher.encrypt(Kind.HELLO, NOTHING, 0, 0);
    }

    /// Returns when a session is verified, or the time is over.
    void awaitFirstVerified(Duration patience) throws InterruptedException {
        boolean _ = first.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void challenge(Session session, Consumer<byte[]> reply) {
        Duration now = sinceBoot.get();
        Challenge challenge = challenged.get(session);
        if (challenge != null && now.minus(challenge.sent).compareTo(CHALLENGE_INTERVAL) < 0) {
            return;
        }
        if (challenge == null || now.minus(challenge.made).compareTo(CHALLENGE_LIFETIME) > 0) {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            challenge = new Challenge(nonce, now, now);
        }
        challenged.put(session, new Challenge(challenge.nonce, challenge.made, now));
        reply.accept(addressed(Kind.CHALLENGE, session, challenge.nonce));
    }

    private void answerChallenge(Packet.Authentic packet, Consumer<byte[]> reply) {
        if (isForUs(packet)) {
            reply.accept(addressed(Kind.ANSWER, packet.session(), nonce(packet)));
            if (!verified.containsKey(packet.session())) {
                challenge(packet.session(), reply);
            }
        }
    }

    private void checkAnswer(Packet.Authentic packet) {
        Challenge challenge = challenged.get(packet.session());
        if (challenge != null && isForUs(packet) && Arrays.equals(nonce(packet), challenge.nonce)) {
            challenged.remove(packet.session());
            verified.put(packet.session(), new ReplayWindow(packet.number()));
            first.countDown();
        }
    }

    private byte[] addressed(Kind kind, Session to, byte[] nonce) {
        byte[] content = to.write(ByteBuffer.allocate(Session.BYTES + NONCE_BYTES))
                .put(nonce)
                .array();
        return packetCipher.encrypt(kind, content, 0, content.length);
    }

    private boolean isForUs(Packet.Authentic packet) {
        return packet.content().length == Session.BYTES + NONCE_BYTES
                && Session.read(ByteBuffer.wrap(packet.content())).equals(packetCipher.session());
    }

    private static byte[] nonce(Packet.Authentic packet) {
        return Arrays.copyOfRange(packet.content(), Session.BYTES, Session.BYTES + NONCE_BYTES);
    }

    private static <V> Map<Session, V> latest(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Session, V> eldest) {
                return size() > most;
            }
        };
    }
}
