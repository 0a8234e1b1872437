package io.yaim.store.multicast.jgroups;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.store.multicast.Seat;
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
