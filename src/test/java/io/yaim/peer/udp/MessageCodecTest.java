package io.yaim.peer.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.peer.Message;
import io.yaim.peer.Message.Plea;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageCodecTest {

    private static final String CLUSTER = "/service/yaim/";
    private static final Message QUESTION = new Message.Question(
            -3,
            7,
            Incarnation.of(1),
            Plea.REFUSE,
            new Tenancy(new NodeName("a".repeat(63)), Incarnation.of(2), new LeaseId(-9)),
            new NodeName("b".repeat(63)),
            Incarnation.of(3),
            Duration.ofSeconds(9));
    private static final List<Message> MESSAGES =
            List.of(QUESTION, new Message.Answer(4, true), new Message.Answer(Long.MIN_VALUE, false));

    private final MessageCodec codec = codec("the secret", CLUSTER);

    private static MessageCodec codec(String secret, String cluster) {
        return new MessageCodec(secret.getBytes(StandardCharsets.UTF_8), cluster);
    }

    @Test
    void whoKnowsTheSecretReadsWhatWasWritten() {
        for (Message message : MESSAGES) {
            assertThat(codec("the secret", CLUSTER).decode(codec.encode(message)))
                    .contains(message);
        }
    }

    @Test
    void anotherSecretOrAnotherClusterIsNotBelieved() {
        byte[] bytes = codec.encode(QUESTION);
        assertThat(codec("the secreT", CLUSTER).decode(bytes)).isEmpty();
        assertThat(codec("the secret", "/service/other/").decode(bytes)).isEmpty();
    }

    @Test
    void noBitMayBeChanged() {
        for (Message message : MESSAGES) {
            byte[] bytes = codec.encode(message);
            for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
                byte[] changed = bytes.clone();
                changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                assertThat(codec.decode(changed)).isEmpty();
            }
        }
    }

    @Test
    void nothingElseIsAMessage() {
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
