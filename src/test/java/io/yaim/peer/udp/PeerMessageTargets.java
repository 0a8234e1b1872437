package io.yaim.peer.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.fuzz.Mutator;
import io.yaim.fuzz.Target;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.peer.PeerMessage;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Fuzz target: invalid messages that are signed with the right secret.
public final class PeerMessageTargets {

    private static final byte[] SECRET = "the secret".getBytes(StandardCharsets.UTF_8);
    private static final String CLUSTER = "/service/yaim/";
    private static final int MAC_BYTES = 32;
    private static final List<String> SNIPPETS = List.of(
            "\u0000\u0000\u0000\u0000", "\u00ff\u00ff\u00ff\u00ff", "\u0001", "\u0002", "H", "R", "\u0080", "/");

    private static final PeerMessage QUESTION = new PeerMessage.Question(
            1,
            2,
            Incarnation.of(3),
            PeerMessage.Purpose.HOLD,
            new Tenancy(new NodeName("a"), Incarnation.of(4), new LeaseId("5")),
            new NodeName("node-2.example"),
            Incarnation.of(6),
            Duration.ofSeconds(9));

    private PeerMessageTargets() {}

    public static List<Target> all() {
        var codec = new PeerMessageCodec(SECRET, CLUSTER);
        List<String> seeds = Stream.of(QUESTION, new PeerMessage.Answer(7, true))
                .map(codec::encode)
                .map(bytes -> new String(bytes, 0, bytes.length - MAC_BYTES, StandardCharsets.ISO_8859_1))
                .toList();
        return List.of(new Target(
                "message between nodes",
                10_000,
                Mutator.ofBytes(new ArrayList<>(seeds), SNIPPETS, PeerMessageCodec.LONGEST + 1),
                body -> check(codec, body.getBytes(StandardCharsets.ISO_8859_1))));
    }

    private static void check(PeerMessageCodec codec, byte[] body) throws GeneralSecurityException {
        codec.decode(signed(body))
                .ifPresent(peerMessage ->
                        assertThat(codec.decode(codec.encode(peerMessage))).contains(peerMessage));
    }

    private static byte[] signed(byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        mac.update(CLUSTER.getBytes(StandardCharsets.UTF_8));
        byte[] whole = Arrays.copyOf(body, body.length + MAC_BYTES);
        System.arraycopy(mac.doFinal(body), 0, whole, body.length, MAC_BYTES);
        return whole;
    }
}
