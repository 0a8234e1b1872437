package io.yaim.loop;

import static io.yaim.loop.LoopCluster.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.ExpiryGuard;
import io.yaim.model.FailureMode;
import io.yaim.model.LeaseTiming;
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

    private final LoopCluster loopCluster = new LoopCluster();

    @BeforeEach
    void setUp() {
        var leaseTiming = new LeaseTiming(Duration.ofMillis(100), LEASE, Duration.ofMillis(70), 2, ExpiryGuard.GATE);
        assertThat(leaseTiming.violations(LEASE, Duration.ZERO)).isEmpty();
        loopCluster.leaseTiming(leaseTiming).pool(1, 2, 3, 4);
    }

    @Test
    void holdsAddressesByLeasesOfThreeTenthsOfASecond() {
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.start("b");
        loopCluster.run(CALM);
        int leases = a.leases.size();

        for (int i = 0; i < 1000; i++) {
            loopCluster.run(Duration.ofMillis(10));
            for (int last = 1; last <= 4; last++) {
                assertThat(loopCluster.hostsOf(ip(last))).hasSize(1);
            }
        }

        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(a.leases).hasSize(leases);
    }

    @Test
    void whatAFrozenNodeLeavesBoundIsSilentBeforeAnotherHasIt() {
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(CALM);
        loopCluster.start("b");
        loopCluster.run(CALM);
        int last = loopCluster.hostsOf(ip(1)).equals(List.of("a")) ? 1 : 2;
        while (!loopCluster.hostsOf(ip(last)).equals(List.of("a"))) {
            last++;
        }
        var held = ip(last);
        a.freeze();

        loopCluster.run(LEASE);
        assertThat(loopCluster.hostsOf(held)).isEmpty();
        assertThat(a.host.has(held)).isTrue();

        loopCluster.runUntil("b has it", () -> loopCluster.hostsOf(held).equals(List.of("b")));
        assertThat(a.host.has(held)).isTrue();
    }

    @Test
    void whatAKilledNodeLeavesBoundIsGoneSomeSecondsLater() {
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(CALM);
        a.kill();

        loopCluster.run(Duration.ofSeconds(6));

        assertThat(a.host.has(ip(1))).isFalse();
    }

    @Test
    void aNodeThatThawsDropsWhatItLostAndTakesPartAgain() {
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(CALM);
        loopCluster.start("b");
        loopCluster.run(CALM);
        a.freeze();
        loopCluster.run(Duration.ofSeconds(2));

        a.thaw();
        loopCluster.run(CALM);

        loopCluster.checkMarks();
        assertThat(loopCluster.counts()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void aNodeThatIsCutOffIsSilentWhenItsLeaseEnds() {
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(CALM);
        a.setReachable(false);

        loopCluster.run(LEASE);

        assertThat(loopCluster.hostsOf(ip(1))).isEmpty();
    }

    @Test
    void aSlowKernelDoesNotKeepTheGateOpenForLonger() {
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(CALM);
        a.setSlowness(Duration.ofMillis(40));
        loopCluster.run(Duration.ofSeconds(1));
        a.freeze();

        loopCluster.run(LEASE);

        assertThat(loopCluster.hostsOf(ip(1))).isEmpty();
    }

    @Test
    void otherFailureModesAreTakenForRelease() {
        loopCluster.failureMode(FailureMode.CLAIM);
        LoopCluster.Node a = loopCluster.start("a");
        loopCluster.run(CALM);
        a.setReachable(false);

        loopCluster.run(Duration.ofSeconds(1));

        assertThat(loopCluster.hostsOf(ip(1))).isEmpty();
        assertThat(a.host.has(ip(1))).isFalse();
    }
}
