package io.yaim.store.multicast.jgroups;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.store.multicast.Seat;
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
@Timeout(180)
class JGroupsAssemblyIT {

    private final List<Member> members = new ArrayList<>();

    @AfterEach
    void leave() {
        members.reversed().forEach(Member::close);
        assertThat(members)
                .allSatisfy(member -> assertThat(member.hearing().faults()).isEmpty());
    }

    @Test
    void aLoneOneIsToldARollOfItself() throws Exception {
        Member lone = enter(LoopbackScene.group());

        assertThat(lone.hearing().roll().seats()).containsExactly(lone.seat());
    }

    @Test
    void allAreToldTheSameRoll() throws Exception {
        var scene = LoopbackScene.group();
        Member first = enter(scene);
        Member second = enter(scene);
        Member third = enter(scene);

        awaitTogether(first, second, third);

        assertThat(first.hearing().roll())
                .isEqualTo(second.hearing().roll())
                .isEqualTo(third.hearing().roll());
        assertThat(third.hearing().roll().coordinator()).isEqualTo(first.seat());
    }

    @Test
    void findsItsHostsWithoutMulticast() throws Exception {
        var scene = LoopbackScene.hosts("127.0.0.1", 3);
        Member first = enter(scene);
        Member second = enter(scene);
        Member third = enter(scene);

        awaitTogether(first, second, third);
    }

    @Test
    void speaksIpv6() throws Exception {
        var scene = LoopbackScene.hosts("::1", 2);
        Member first = enter(scene);
        Member second = enter(scene);

        awaitTogether(first, second);
        first.assembly().broadcast("six".getBytes(UTF_8));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> second.hearing().texts(first.seat()).equals(List.of("six")));
    }

    @Test
    void whatIsSentToAllAndToOneKeepsItsOrder() throws Exception {
        var scene = LoopbackScene.group();
        Member first = enter(scene);
        Member second = enter(scene);
        awaitTogether(first, second);

        List<String> expected =
                IntStream.range(0, 2000).mapToObj(Integer::toString).toList();
        for (int i = 0; i < expected.size(); i++) {
            byte[] message = expected.get(i).getBytes(UTF_8);
            if (i % 2 == 0) {
                first.assembly().broadcast(message);
            } else {
                first.assembly().send(second.seat(), message);
            }
        }

        await().atMost(Duration.ofMinutes(1))
                .until(() -> second.hearing().texts(first.seat()).size() == expected.size());
        assertThat(second.hearing().texts(first.seat())).isEqualTo(expected);
        assertThat(first.hearing().letters()).isEmpty();
    }

    @Test
    void sendsToItsOwnSeat() throws Exception {
        Member lone = enter(LoopbackScene.group());

        lone.assembly().send(lone.seat(), "me".getBytes(UTF_8));

        await().atMost(Duration.ofMinutes(1))
                .until(() -> lone.hearing().texts(lone.seat()).equals(List.of("me")));
    }

    @Test
    void carriesTheLongestMessages() throws Exception {
        var scene = LoopbackScene.group();
        Member first = enter(scene);
        Member second = enter(scene);
        awaitTogether(first, second);
        byte[] longest = new byte[JGroupsAssembly.LONGEST];
        new Random(1).nextBytes(longest);

        first.assembly().send(second.seat(), longest);
        first.assembly().send(second.seat(), "after".getBytes(UTF_8));

        await().atMost(Duration.ofMinutes(2))
                .until(() -> second.hearing().letters().size() == 2);
        assertThat(second.hearing().letters().getFirst().message()).isEqualTo(longest);
        assertThat(second.hearing().letters().getLast().message()).isEqualTo("after".getBytes(UTF_8));
    }

    @Test
    void whoLeavesIsMissedAtOnce() throws Exception {
        var scene = LoopbackScene.group().stale(Duration.ofMinutes(5));
        Member first = enter(scene);
        Member second = enter(scene);
        Member third = enter(scene);
        awaitTogether(first, second, third);

        first.close();

        awaitTogether(second, third);
        assertThat(second.hearing().roll().coordinator()).isEqualTo(second.seat());
    }

    @Test
    void aWrongSecretIsReportedOnBothSides() throws Exception {
        var scene = LoopbackScene.group();
        Member one = enter(scene);
        Member other = enter(scene.secret("another"));

        await().atMost(Duration.ofMinutes(1))
                .until(() -> !one.hearing().strangers().isEmpty()
                        && !other.hearing().strangers().isEmpty());
        assertThat(one.hearing().strangers().getFirst()).startsWith("127.0.0.1 has another secret");
        assertThat(one.hearing().roll().seats()).containsExactly(one.seat());
        assertThat(other.hearing().roll().seats()).containsExactly(other.seat());
    }

    @Test
    void anotherClusterAtTheSameAddressIsReported() throws Exception {
        var scene = LoopbackScene.group();
        Member one = enter(scene);
        enter(scene.cluster("another"));

        await().atMost(Duration.ofMinutes(1))
                .until(() -> !one.hearing().strangers().isEmpty());
        assertThat(one.hearing().roll().seats()).containsExactly(one.seat());
    }

    @Test
    void whatWasRecordedSaysNothingToTheNext() throws Exception {
        var scene = LoopbackScene.group();
        try (var recorder = new Recorder(scene.groupAddress())) {
            Member first = enter(scene);
            Member second = enter(scene);
            awaitTogether(first, second);
            await().atMost(Duration.ofMinutes(1)).until(() -> recorder.packets().size() > 20);
            List<byte[]> recorded = recorder.packets();
            first.close();
            second.close();

            Member next = enter(scene);
            recorder.send(recorded);
            Member another = enter(scene);
            recorder.send(recorded);
            awaitTogether(next, another);

            assertThat(next.hearing().rolls())
                    .allSatisfy(roll -> assertThat(roll.seats()).doesNotContain(first.seat(), second.seat()));
            assertThat(next.hearing().strangers()).isEmpty();
        }
    }

    @Test
    void whatIsSaidAgainChangesNothing() throws Exception {
        var scene = LoopbackScene.group();
        try (var recorder = new Recorder(scene.groupAddress())) {
            Member first = enter(scene);
            Member second = enter(scene);
            awaitTogether(first, second);
            recorder.send(recorder.packets());
            second.close();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> first.hearing().seats().equals(Set.of(first.seat())));
            int rolls = first.hearing().rolls().size();

            recorder.send(recorder.packets());
            first.assembly().send(first.seat(), "after".getBytes(UTF_8));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> first.hearing().texts(first.seat()).size() == 1);

            assertThat(first.hearing().rolls()).hasSize(rolls);
            assertThat(first.hearing().strangers()).isEmpty();
        }
    }

    @Test
    void garbageDoesNoHarm() throws Exception {
        var scene = LoopbackScene.group();
        Member first = enter(scene);
        var random = new Random(5);
        List<byte[]> garbage = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[random.nextInt(1500)];
            random.nextBytes(noise);
            garbage.add(noise);
        }
        try (var recorder = new Recorder(scene.groupAddress())) {
            recorder.send(garbage);
        }
        for (byte[] noise : garbage.subList(0, 200)) {
            try (var socket = new Socket(
                    InetAddress.getLoopbackAddress(), scene.groupAddress().getPort() + 1)) {
                socket.getOutputStream().write(noise);
            }
        }

        Member second = enter(scene);
        awaitTogether(first, second);
        assertThat(first.hearing().strangers()).isEmpty();
    }

    private Member enter(LoopbackScene scene) throws Exception {
        Member member = scene.enter(members.size());
        members.add(member);
        return member;
    }

    private static void awaitTogether(Member... members) {
        Set<Seat> all = Set.of(Arrays.stream(members).map(Member::seat).toArray(Seat[]::new));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Arrays.stream(members)
                        .allMatch(member -> member.hearing().seats().equals(all)));
    }
}
