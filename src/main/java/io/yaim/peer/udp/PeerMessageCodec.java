package io.yaim.peer.udp;

import io.yaim.model.ConsentRecord;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.peer.PeerMessage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Encodes messages: version, kind, fields in network byte order, and an HMAC-SHA256 (RFC 2104) over all of
/// that with the shared secret. The content is not encrypted, as nothing in it is secret. Used by one thread.
final class PeerMessageCodec {

    /// The maximum size of a message in bytes, without the HMAC.
    static final int LONGEST = 512;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 32;
    private static final int VERSION = 0x79616902;
    private static final byte QUESTION = 1;
    private static final byte ANSWER = 2;

    /// Separates clusters that share a secret.
    private final byte[] cluster;

    private final Mac mac;

    /// @param cluster the prefix of this cluster's keys
    PeerMessageCodec(byte[] secret, String cluster) {
        this.cluster = cluster.getBytes(StandardCharsets.UTF_8);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing in this JDK", e);
        }
    }

    byte[] encode(PeerMessage peerMessage) {
        ByteBuffer out = ByteBuffer.allocate(LONGEST);
        out.putInt(VERSION);
        switch (peerMessage) {
            case PeerMessage.Question question -> putQuestion(out, question);
            case PeerMessage.Answer(var id, var isAgreed) ->
                out.put(ANSWER).putLong(id).put((byte) (isAgreed ? 1 : 0));
        }
        byte[] body = Arrays.copyOf(out.array(), out.position());
        byte[] whole = Arrays.copyOf(body, body.length + MAC_BYTES);
        System.arraycopy(sign(body), 0, whole, body.length, MAC_BYTES);
        return whole;
    }

    /// The message in the datagram. Empty if it is not a message of this cluster.
    Optional<PeerMessage> decode(byte[] datagram) {
        if (datagram.length <= MAC_BYTES || datagram.length > LONGEST + MAC_BYTES) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOf(datagram, datagram.length - MAC_BYTES);
        byte[] received = Arrays.copyOfRange(datagram, body.length, datagram.length);
        if (!MessageDigest.isEqual(sign(body), received)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        try {
            Optional<PeerMessage> peerMessage = in.getInt() == VERSION ? message(in) : Optional.empty();
            return in.hasRemaining() ? Optional.empty() : peerMessage;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] sign(byte[] body) {
        mac.update(cluster);
        return mac.doFinal(body);
    }

    private static void putQuestion(ByteBuffer out, PeerMessage.Question question) {
        out.put(QUESTION).putLong(question.id()).putLong(question.sequence());
        put(out, question.askerIncarnation());
        out.put(code(question.purpose()));
        put(out, question.tenancy().name().value());
        put(out, question.tenancy().incarnation());
        put(out, question.tenancy().lease().value());
        put(out, question.peer().value());
        put(out, question.peerIncarnation());
        out.putInt((int) question.consentTime().toMillis());
    }

    private static void put(ByteBuffer out, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        out.put((byte) ascii.length).put(ascii);
    }

    private static void put(ByteBuffer out, Incarnation incarnation) {
        out.putLong(Long.parseUnsignedLong(incarnation.value(), 16));
    }

    private static Optional<PeerMessage> message(ByteBuffer in) {
        byte kind = in.get();
        if (kind == ANSWER) {
            return Optional.of(new PeerMessage.Answer(in.getLong(), in.get() == 1));
        }
        return kind == QUESTION ? Optional.of(question(in)) : Optional.empty();
    }

    private static PeerMessage question(ByteBuffer in) {
        long id = in.getLong();
        long sequence = in.getLong();
        Incarnation asker = Incarnation.of(in.getLong());
        PeerMessage.Purpose purpose = purpose(in.get());
        var tenancy = new Tenancy(name(in), Incarnation.of(in.getLong()), new LeaseId(text(in)));
        NodeName peer = name(in);
        Incarnation incarnation = Incarnation.of(in.getLong());
        Duration consentTime = Duration.ofMillis(in.getInt());
        if (!consentTime.isPositive() || consentTime.compareTo(ConsentRecord.LONGEST_CONSENT) > 0) {
            throw new IllegalArgumentException(
                    "expected a consent time above 0, at most " + ConsentRecord.LONGEST_CONSENT);
        }
        return new PeerMessage.Question(id, sequence, asker, purpose, tenancy, peer, incarnation, consentTime);
    }

    private static NodeName name(ByteBuffer in) {
        return new NodeName(text(in));
    }

    private static String text(ByteBuffer in) {
        byte[] ascii = new byte[Byte.toUnsignedInt(in.get())];
        in.get(ascii);
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    private static PeerMessage.Purpose purpose(byte code) {
        return switch (code) {
            case 'H' -> PeerMessage.Purpose.HOLD;
            case 'R' -> PeerMessage.Purpose.REFUSE;
            default -> throw new IllegalArgumentException("unknown purpose " + code);
        };
    }

    private static byte code(PeerMessage.Purpose purpose) {
        return switch (purpose) {
            case HOLD -> 'H';
            case REFUSE -> 'R';
        };
    }
}
