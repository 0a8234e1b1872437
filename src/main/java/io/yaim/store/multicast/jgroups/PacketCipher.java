package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.jgroups.Packet.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts and authenticates whole packets by keys that are derived from the secret of the cluster: AES-256 in GCM,
/// one key for each session (HKDF, RFC 5869), numbered packets. Several threads may call it.
///
/// A packet is `yaim`, version, kind, session (16 bytes), number (8), then the encrypted content with its tag.
final class PacketCipher {

    /// By how many bytes a packet grows.
    static final int OVERHEAD = 4 + 1 + 1 + Session.BYTES + Long.BYTES + 16;

    static final byte VERSION = 1;

    private static final int MAGIC = 0x7961696d; // "yaim"
    private static final int HEADER = OVERHEAD - 16;
    private static final int TAG_BITS = 128;
    private static final int IV_BYTES = 12;
    private static final int MOST_KEYS = 256;

    /// Rounds of key derivation. A secret that a person chose can be guessed, and each guess costs as many rounds.
    private static final int ROUNDS = 100_000;

    private final SecretKey master;
    private final Session session;
    private final SecretKey ownKey;
    private final Cipher cipher;

    /// The keys of known sessions, the latest last.
    private final Map<Session, SecretKey> keys = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Session, SecretKey> eldest) {
            return size() > MOST_KEYS;
        }
    };

    private long sealed;

    PacketCipher(String secret, String cluster, SecureRandom random) {
        try {
            master = master(secret, cluster);
            session = new Session(random.nextLong(), random.nextLong());
            ownKey = keyOf(session);
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime lacks AES/GCM, PBKDF2 or HKDF", e);
        }
    }

    Session session() {
        return session;
    }

    /// Encrypts the bytes as the next packet of this session.
    synchronized byte[] encrypt(Kind kind, byte[] bytes, int offset, int length) {
        long number = ++sealed;
        var packet = ByteBuffer.allocate(length + OVERHEAD);
        packet.putInt(MAGIC).put(VERSION).put(kind.code());
        session.write(packet).putLong(number);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, ownKey, iv(number));
            cipher.updateAAD(packet.array(), 0, HEADER);
            cipher.doFinal(bytes, offset, length, packet.array(), HEADER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal " + length + " bytes", e);
        }
        return packet.array();
    }

    Packet decrypt(byte[] bytes, int offset, int length) {
        var packet = ByteBuffer.wrap(bytes, offset, length);
        if (length < OVERHEAD || packet.getInt() != MAGIC) {
            return new Packet.Noise();
        }
        byte version = packet.get();
        if (version != VERSION) {
            return new Packet.Foreign("speaks version " + Byte.toUnsignedInt(version) + ", not " + VERSION);
        }
        Optional<Kind> kind = Kind.of(packet.get());
        var from = Session.read(packet);
        long number = packet.getLong();
        if (from.equals(session)) {
            return new Packet.Own();
        }
        Optional<byte[]> content = decryptContent(from, number, bytes, offset, length);
        if (content.isEmpty() || kind.isEmpty()) {
            return new Packet.Foreign("has another secret, or is of another cluster");
        }
        return new Packet.Authentic(kind.get(), from, number, content.get());
    }

    private synchronized Optional<byte[]> decryptContent(
            Session from, long number, byte[] bytes, int offset, int length) {
        SecretKey known = keys.get(from);
        try {
            SecretKey key = known == null ? keyOf(from) : known;
            cipher.init(Cipher.DECRYPT_MODE, key, iv(number));
            cipher.updateAAD(bytes, offset, HEADER);
            byte[] content = cipher.doFinal(bytes, offset + HEADER, length - HEADER);
            keys.put(from, key);
            return Optional.of(content);
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot open " + length + " bytes", e);
        }
    }

    private static GCMParameterSpec iv(long number) {
        return new GCMParameterSpec(
                TAG_BITS,
                ByteBuffer.allocate(IV_BYTES).putInt(0).putLong(number).array());
    }

    private SecretKey keyOf(Session of) throws GeneralSecurityException {
        byte[] info = of.write(ByteBuffer.allocate(Session.BYTES)).array();
        return KDF.getInstance("HKDF-SHA256").deriveKey("AES", HKDFParameterSpec.expandOnly(master, info, 32));
    }

    private static SecretKey master(String secret, String cluster) throws GeneralSecurityException {
        byte[] salt = ("yaim " + VERSION + " " + cluster).getBytes(StandardCharsets.UTF_8);
        byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(secret.toCharArray(), salt, ROUNDS, 256))
                .getEncoded();
        return new SecretKeySpec(key, "Generic");
    }
}
