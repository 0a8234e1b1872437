package io.yaim.store.multicast.jgroups;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.store.multicast.group.MemberId;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Several members in one process, on the loopback device.
@Timeout(540)
class JGroupsChannelIT {

    private final List<JoinedMember> members = new ArrayList<>();

    @AfterEach
    void leave() {
        members.reversed().forEach(JoinedMember::close);
        assertThat(members)
                .allSatisfy(joinedMember ->
                        assertThat(joinedMember.recordingListener().faults()).isEmpty());
    }

    @Test
    void aLoneOneIsToldARollOfItself() throws Exception {
        JoinedMember lone = enter(LoopbackGroup.group());

        assertThat(lone.recordingListener().membershipView().members()).containsExactly(lone.memberId());
    }

    @Test
    void allAreToldTheSameRoll() throws Exception {
        var scene = LoopbackGroup.group();
        JoinedMember first = enter(scene);
        JoinedMember second = enter(scene);
        JoinedMember third = enter(scene);

        awaitTogether(first, second, third);

        assertThat(first.recordingListener().membershipView())
                .isEqualTo(second.recordingListener().membershipView())
                .isEqualTo(third.recordingListener().membershipView());
        assertThat(third.recordingListener().membershipView().coordinator()).isEqualTo(first.memberId());
    }

    @Test
    void findsItsHostsWithoutMulticast() throws Exception {
        var scene = LoopbackGroup.hosts("127.0.0.1", 3);
        JoinedMember first = enter(scene);
        JoinedMember second = enter(scene);
        JoinedMember third = enter(scene);

        awaitTogether(first, second, third);
    }

    @Test
    void speaksIpv6() throws Exception {
        var scene = LoopbackGroup.hosts("::1", 2);
        JoinedMember first = enter(scene);
        JoinedMember second = enter(scene);

        awaitTogether(first, second);
        first.groupChannel().broadcast("six".getBytes(UTF_8));
        await().atMost(Duration.ofMinutes(3))
                .until(() -> second.recordingListener().texts(first.memberId()).equals(List.of("six")));
    }

    @Test
    void whatIsSentToAllAndToOneKeepsItsOrder() throws Exception {
        var scene = LoopbackGroup.group();
        JoinedMember first = enter(scene);
        JoinedMember second = enter(scene);
        awaitTogether(first, second);

        List<String> expected =
                IntStream.range(0, 2000).mapToObj(Integer::toString).toList();
        for (int i = 0; i < expected.size(); i++) {
            byte[] message = expected.get(i).getBytes(UTF_8);
            if (i % 2 == 0) {
                first.groupChannel().broadcast(message);
            } else {
                first.groupChannel().send(second.memberId(), message);
            }
        }

        await().atMost(Duration.ofMinutes(3))
                .until(() -> second.recordingListener().texts(first.memberId()).size() == expected.size());
        assertThat(second.recordingListener().texts(first.memberId())).isEqualTo(expected);
        assertThat(first.recordingListener().messages()).isEmpty();
    }

    @Test
    void sendsToItsOwnSeat() throws Exception {
        JoinedMember lone = enter(LoopbackGroup.group());

        lone.groupChannel().send(lone.memberId(), "me".getBytes(UTF_8));

        await().atMost(Duration.ofMinutes(3))
                .until(() -> lone.recordingListener().texts(lone.memberId()).equals(List.of("me")));
    }

    @Test
    void carriesTheLongestMessages() throws Exception {
        var scene = LoopbackGroup.group();
        JoinedMember first = enter(scene);
        JoinedMember second = enter(scene);
        awaitTogether(first, second);
        byte[] longest = new byte[JGroupsChannel.LONGEST];
        new Random(1).nextBytes(longest);

        first.groupChannel().send(second.memberId(), longest);
        first.groupChannel().send(second.memberId(), "after".getBytes(UTF_8));

        await().atMost(Duration.ofMinutes(6))
                .until(() -> second.recordingListener().messages().size() == 2);
        assertThat(second.recordingListener().messages().getFirst().message()).isEqualTo(longest);
        assertThat(second.recordingListener().messages().getLast().message()).isEqualTo("after".getBytes(UTF_8));
    }

    @Test
    void whoLeavesIsMissedAtOnce() throws Exception {
        var scene = LoopbackGroup.group().stale(Duration.ofMinutes(5));
        JoinedMember first = enter(scene);
        JoinedMember second = enter(scene);
        JoinedMember third = enter(scene);
        awaitTogether(first, second, third);

        first.close();

        awaitTogether(second, third);
        assertThat(second.recordingListener().membershipView().coordinator()).isEqualTo(second.memberId());
    }

    @Test
    void aWrongSecretIsReportedOnBothSides() throws Exception {
        var scene = LoopbackGroup.group();
        JoinedMember one = enter(scene);
        JoinedMember other = enter(scene.secret("another"));

        await().atMost(Duration.ofMinutes(3))
                .until(() -> !one.recordingListener().strangers().isEmpty()
                        && !other.recordingListener().strangers().isEmpty());
        assertThat(one.recordingListener().strangers().getFirst()).startsWith("127.0.0.1 has another secret");
        assertThat(one.recordingListener().membershipView().members()).containsExactly(one.memberId());
        assertThat(other.recordingListener().membershipView().members()).containsExactly(other.memberId());
    }

    @Test
    void anotherClusterAtTheSameAddressIsReported() throws Exception {
        var scene = LoopbackGroup.group();
        JoinedMember one = enter(scene);
        enter(scene.cluster("another"));

        await().atMost(Duration.ofMinutes(3))
                .until(() -> !one.recordingListener().strangers().isEmpty());
        assertThat(one.recordingListener().membershipView().members()).containsExactly(one.memberId());
    }

    @Test
    void whatWasRecordedSaysNothingToTheNext() throws Exception {
        var scene = LoopbackGroup.group();
        try (var packetRecorder = new PacketRecorder(scene.groupAddress())) {
            JoinedMember first = enter(scene);
            JoinedMember second = enter(scene);
            awaitTogether(first, second);
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> packetRecorder.packets().size() > 20);
            List<byte[]> recorded = packetRecorder.packets();
            first.close();
            second.close();

            JoinedMember next = enter(scene);
            packetRecorder.send(recorded);
            JoinedMember another = enter(scene);
            packetRecorder.send(recorded);
            awaitTogether(next, another);

            assertThat(next.recordingListener().rolls())
                    .allSatisfy(membershipView ->
                            assertThat(membershipView.members()).doesNotContain(first.memberId(), second.memberId()));
            assertThat(next.recordingListener().strangers()).isEmpty();
        }
    }

    @Test
    void whatIsSaidAgainChangesNothing() throws Exception {
        var scene = LoopbackGroup.group();
        try (var packetRecorder = new PacketRecorder(scene.groupAddress())) {
            JoinedMember first = enter(scene);
            JoinedMember second = enter(scene);
            awaitTogether(first, second);
            packetRecorder.send(packetRecorder.packets());
            second.close();
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> first.recordingListener().seats().equals(Set.of(first.memberId())));
            int rolls = first.recordingListener().rolls().size();

            packetRecorder.send(packetRecorder.packets());
            first.groupChannel().send(first.memberId(), "after".getBytes(UTF_8));
            await().atMost(Duration.ofMinutes(3))
                    .until(() ->
                            first.recordingListener().texts(first.memberId()).size() == 1);

            assertThat(first.recordingListener().rolls()).hasSize(rolls);
            assertThat(first.recordingListener().strangers()).isEmpty();
        }
    }

    @Test
    void garbageDoesNoHarm() throws Exception {
        var scene = LoopbackGroup.group();
        JoinedMember first = enter(scene);
        var random = new Random(5);
        List<byte[]> garbage = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[random.nextInt(1500)];
            random.nextBytes(noise);
            garbage.add(noise);
        }
        try (var packetRecorder = new PacketRecorder(scene.groupAddress())) {
            packetRecorder.send(garbage);
        }
        for (byte[] noise : garbage.subList(0, 200)) {
            try (var socket = new Socket(
                    InetAddress.getLoopbackAddress(), scene.groupAddress().getPort() + 1)) {
                socket.getOutputStream().write(noise);
            }
        }

        JoinedMember second = enter(scene);
        awaitTogether(first, second);
        assertThat(first.recordingListener().strangers()).isEmpty();
    }

    private JoinedMember enter(LoopbackGroup scene) throws Exception {
        JoinedMember joinedMember = scene.enter(members.size());
        members.add(joinedMember);
        return joinedMember;
    }

    private static void awaitTogether(JoinedMember... members) {
        Set<MemberId> all =
                Set.of(Arrays.stream(members).map(JoinedMember::memberId).toArray(MemberId[]::new));
        await().atMost(Duration.ofMinutes(3))
                .until(() -> Arrays.stream(members)
                        .allMatch(joinedMember ->
                                joinedMember.recordingListener().seats().equals(all)));
    }
}
