package io.yaim.peer.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.peer.PeerMessage;
import io.yaim.peer.PeerMessage.Purpose;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeerMessageCodecTest {

    private static final String CLUSTER = "/service/yaim/";
    private static final PeerMessage QUESTION = new PeerMessage.Question(
            -3,
            7,
            Incarnation.of(1),
            Purpose.REFUSE,
            new Tenancy(new NodeName("a".repeat(63)), Incarnation.of(2), new LeaseId("x".repeat(LeaseId.LONGEST))),
            new NodeName("b".repeat(63)),
            Incarnation.of(3),
            Duration.ofSeconds(9));
    private static final List<PeerMessage> MESSAGES =
            List.of(QUESTION, new PeerMessage.Answer(4, true), new PeerMessage.Answer(Long.MIN_VALUE, false));

    private final PeerMessageCodec codec = codec("the secret", CLUSTER);

    private static PeerMessageCodec codec(String secret, String cluster) {
        return new PeerMessageCodec(secret.getBytes(StandardCharsets.UTF_8), cluster);
    }

    @Test
    void messagesAreDecodedWithTheSameSecret() {
        for (PeerMessage peerMessage : MESSAGES) {
            assertThat(codec("the secret", CLUSTER).decode(codec.encode(peerMessage)))
                    .contains(peerMessage);
        }
    }

    @Test
    void messagesWithAnotherSecretOrClusterAreRejected() {
        byte[] bytes = codec.encode(QUESTION);
        assertThat(codec("the secreT", CLUSTER).decode(bytes)).isEmpty();
        assertThat(codec("the secret", "/service/other/").decode(bytes)).isEmpty();
    }

    @Test
    void aChangedBitIsDetected() {
        for (PeerMessage peerMessage : MESSAGES) {
            byte[] bytes = codec.encode(peerMessage);
            for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
                byte[] changed = bytes.clone();
                changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                assertThat(codec.decode(changed)).isEmpty();
            }
        }
    }

    @Test
    void otherBytesAreNotAMessage() {
        var random = new Random(1);
        byte[] question = codec.encode(QUESTION);
        for (int length = 0; length < 1000; length++) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            assertThat(codec.decode(noise)).isEmpty();
            if (length != question.length) {
                assertThat(codec.decode(Arrays.copyOf(question, length))).isEmpty();
            }
        }
    }
}
