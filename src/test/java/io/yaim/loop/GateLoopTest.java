package io.yaim.loop;

import static io.yaim.loop.World.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.FailureMode;
import io.yaim.model.Guard;
import io.yaim.model.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Nodes whose addresses the gate keeps silent, with leases of three tenths of a second. That no address
/// answers on two hosts is checked after each step.
final class GateLoopTest {

    private static final Duration LEASE = Duration.ofMillis(300);
    private static final Duration CALM = Duration.ofSeconds(12);

    private final World world = new World();

    @BeforeEach
    void setUp() {
        var timing = new Timing(Duration.ofMillis(100), LEASE, Duration.ofMillis(70), 2, Guard.GATE);
        assertThat(timing.refusals(LEASE, Duration.ZERO)).isEmpty();
        world.timing(timing).pool(1, 2, 3, 4);
    }

    @Test
    void holdsAddressesByLeasesOfThreeTenthsOfASecond() {
        World.Node a = world.start("a");
        world.start("b");
        world.run(CALM);
        int leases = a.leases.size();

        for (int i = 0; i < 1000; i++) {
            world.run(Duration.ofMillis(10));
            for (int last = 1; last <= 4; last++) {
                assertThat(world.hostsOf(ip(last))).hasSize(1);
            }
        }

        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(a.leases).hasSize(leases);
    }

    @Test
    void whatAFrozenNodeLeavesBoundIsSilentBeforeAnotherHasIt() {
        World.Node a = world.start("a");
        world.run(CALM);
        world.start("b");
        world.run(CALM);
        int last = world.hostsOf(ip(1)).equals(List.of("a")) ? 1 : 2;
        while (!world.hostsOf(ip(last)).equals(List.of("a"))) {
            last++;
        }
        var held = ip(last);
        a.freeze();

        world.run(LEASE);
        assertThat(world.hostsOf(held)).isEmpty();
        assertThat(a.host.has(held)).isTrue();

        world.runUntil("b has it", () -> world.hostsOf(held).equals(List.of("b")));
        assertThat(a.host.has(held)).isTrue();
    }

    @Test
    void whatAKilledNodeLeavesBoundIsGoneSomeSecondsLater() {
        World.Node a = world.start("a");
        world.run(CALM);
        a.kill();

        world.run(Duration.ofSeconds(6));

        assertThat(a.host.has(ip(1))).isFalse();
    }

    @Test
    void aNodeThatThawsDropsWhatItLostAndTakesPartAgain() {
        World.Node a = world.start("a");
        world.run(CALM);
        world.start("b");
        world.run(CALM);
        a.freeze();
        world.run(Duration.ofSeconds(2));

        a.thaw();
        world.run(CALM);

        world.checkMarks();
        assertThat(world.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void aNodeThatIsCutOffIsSilentWhenItsLeaseEnds() {
        World.Node a = world.start("a");
        world.run(CALM);
        a.setReachable(false);

        world.run(LEASE);

        assertThat(world.hostsOf(ip(1))).isEmpty();
    }

    @Test
    void aSlowKernelDoesNotKeepTheGateOpenForLonger() {
        World.Node a = world.start("a");
        world.run(CALM);
        a.setSlowness(Duration.ofMillis(40));
        world.run(Duration.ofSeconds(1));
        a.freeze();

        world.run(LEASE);

        assertThat(world.hostsOf(ip(1))).isEmpty();
    }

    @Test
    void otherFailureModesAreTakenForRelease() {
        world.mode(FailureMode.CLAIM);
        World.Node a = world.start("a");
        world.run(CALM);
        a.setReachable(false);

        world.run(Duration.ofSeconds(1));

        assertThat(world.hostsOf(ip(1))).isEmpty();
        assertThat(a.host.has(ip(1))).isFalse();
    }
}
