package io.yaim.store.multicast.jgroups;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.store.multicast.jgroups.Packet.Kind;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Who is heard, and who is not, packet by packet.
class PacketFilterTest {

    private static final InetAddress SOMEWHERE = InetAddress.ofLiteral("192.0.2.1");

    private final Node one = new Node("secret", "cluster");
    private final Node other = new Node("secret", "cluster");

    @Test
    void hearsWhoHasAnsweredAChallenge() {
        other.hear(one.says("first"), one);
        other.hear(one.says("second"), one);

        assertThat(other.heard).containsExactly("second");
    }

    @Test
    void bothKnowEachOtherAfterOneHello() {
        other.hear(one.packetFilter.sessions().hello(), one);

        other.hear(one.says("to the other"), one);
        one.hear(other.says("to the one"), other);

        assertThat(other.heard).containsExactly("to the other");
        assertThat(one.heard).containsExactly("to the one");
    }

    @Test
    void hearsNothingTwice() {
        meet(one, other);
        byte[] packet = one.says("once");

        other.hear(packet, one);
        other.hear(packet, one);

        assertThat(other.heard).containsExactly("once");
    }

    @Test
    void whatWasRecordedIsNotHeardByWhoStartsLater() {
        meet(one, other);
        byte[] recorded = one.says("recorded");
        var later = new Node("secret", "cluster");

        later.hear(recorded, one);
        later.hear(recorded, one);
        later.hear(one.says("said now"), one);

        assertThat(later.heard).containsExactly("said now");
    }

    @Test
    void whatADeadOneSaidIsNeverHeard() {
        byte[] recorded = one.says("recorded");
        var silent = new Node("another", "cluster");

        other.hear(recorded, silent);
        other.now = Duration.ofSeconds(10);
        other.hear(recorded, silent);

        assertThat(other.heard).isEmpty();
    }

    @Test
    void anAnswerToAnotherChallengeProvesNothing() {
        var third = new Node("secret", "cluster");
        List<byte[]> challenges = new ArrayList<>();
        third.open(one.says("hello"), challenges::add);
        List<byte[]> answers = new ArrayList<>();
        one.open(challenges.getFirst(), answers::add);

        other.open(answers.getFirst(), packet -> {});
        other.hear(one.says("not yet"), new Node("another", "cluster"));

        assertThat(other.heard).isEmpty();
    }

    @Test
    void takesWhatIsOvertaken() {
        meet(one, other);
        byte[] early = one.says("early");
        byte[] late = one.says("late");

        other.hear(late, one);
        other.hear(early, one);
        other.hear(late, one);

        assertThat(other.heard).containsExactly("late", "early");
    }

    @Test
    void aChangedByteIsHeardByNobody() {
        meet(one, other);
        byte[] packet = one.says("as it was sealed");
        for (int i = 0; i < packet.length; i++) {
            byte[] changed = packet.clone();
            changed[i] ^= 1;
            other.hear(changed, one);
        }

        assertThat(other.heard).isEmpty();
        other.hear(packet, one);
        assertThat(other.heard).containsExactly("as it was sealed");
    }

    @Test
    void tellsOfAnotherSecretAnotherClusterAndAnotherVersion() {
        byte[] version = one.says("x");
        version[4] = 9;

        other.hear(new Node("wrong", "cluster").says("x"), one);
        other.now = Duration.ofMinutes(1);
        other.hear(new Node("secret", "another").says("x"), one);
        other.now = Duration.ofMinutes(2);
        other.hear(version, one);

        assertThat(other.strangers)
                .containsExactly(
                        "192.0.2.1 has another secret, or is of another cluster",
                        "192.0.2.1 has another secret, or is of another cluster",
                        "192.0.2.1 speaks version 9, not 1");
    }

    @Test
    void tellsOfAStrangerOnceInAWhile() {
        var stranger = new Node("wrong", "cluster");
        for (int i = 0; i < 100; i++) {
            other.hear(stranger.says("x"), stranger);
        }

        assertThat(other.strangers).hasSize(1);
    }

    @Test
    void noiseIsNoStranger() {
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            other.hear(noise, one);
        }

        assertThat(other.heard).isEmpty();
        assertThat(other.strangers).isEmpty();
    }

    @Test
    void whatWasMeantForAConnectionIsNotTakenAsADatagram() {
        meet(one, other);

        other.hear(one.seals(Kind.CONNECTION, "x"), one);

        assertThat(other.heard).isEmpty();
    }

    private static void meet(Node one, Node other) {
        other.hear(one.packetFilter.sessions().hello(), one);
    }

    private static final class Node {

        private final List<String> heard = new ArrayList<>();
        private final List<String> strangers = new ArrayList<>();
        private final PacketFilter packetFilter;
        private Duration now = Duration.ZERO;

        Node(String secret, String cluster) {
            var random = new SecureRandom();
            var packetCipher = new PacketCipher(secret, cluster, random);
            packetFilter = new PacketFilter(
                    packetCipher,
                    new VerifiedSessions(packetCipher, random, () -> now),
                    new ForeignPackets(Duration.ofSeconds(3), () -> now, strangers::add));
        }

        byte[] says(String text) {
            return seals(Kind.DATAGRAM, text);
        }

        byte[] seals(Kind kind, String text) {
            byte[] bytes = text.getBytes(UTF_8);
            return packetFilter.encrypt(kind, bytes, 0, bytes.length);
        }

        void open(byte[] packet, java.util.function.Consumer<byte[]> reply) {
            packetFilter
                    .filter(Kind.DATAGRAM, SOMEWHERE, packet, 0, packet.length, reply)
                    .ifPresent(content -> heard.add(new String(content, UTF_8)));
        }

        /// Hears a packet; replies go to that one, and its replies come back.
        void hear(byte[] packet, Node from) {
            Queue<byte[]> toUs = new ArrayDeque<>(List.of(packet));
            Queue<byte[]> toThem = new ArrayDeque<>();
            while (!toUs.isEmpty() || !toThem.isEmpty()) {
                if (!toUs.isEmpty()) {
                    open(toUs.remove(), toThem::add);
                } else {
                    from.open(toThem.remove(), toUs::add);
                }
            }
        }
    }
}
