package io.yaim.loop.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.address.FakeAddresses;
import io.yaim.address.FakeHost;
import io.yaim.address.FaultyAddresses;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.Proof;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GateRenewalTest {

    private static final Duration LEASE = Duration.ofMillis(300);

    private Duration now = Duration.ofSeconds(100);
    private final Deque<Integer> delays = new ArrayDeque<>();
    private final FakeHost host = new FakeHost("host", () -> now, FakeHost.Observer.none());
    private final FaultyAddresses addresses = new FaultyAddresses(
            new FakeAddresses(host, () -> {}, ExpiryGuard.GATE), () -> {}, this::pass, () -> true, () -> false);
    private final GateRenewal gateRenewal = new GateRenewal(addresses, () -> now, ExpiryGuard.GATE);
    private final Proof proof = Proof.from(now, LEASE, ExpiryGuard.GATE);

    private void pass() {
        now = now.plusMillis(Optional.ofNullable(delays.poll()).orElse(0));
    }

    @Test
    void theGateFallsShutBeforeTheProofEndsByItsLateness() throws Exception {
        gateRenewal.openFor(proof);

        assertThat(host.openUntil()).isEqualTo(proof.endsAt().minus(Proof.GATE_LATENESS));
    }

    @Test
    void aCallThatTheKernelMayHaveTakenLateIsMadeAgainForLess() throws Exception {
        delays.addAll(List.of(50, 50));

        gateRenewal.openFor(proof);

        assertThat(host.openUntil()).isEqualTo(proof.endsAt().minus(Proof.GATE_LATENESS));
    }

    @Test
    void aKernelThatTakesEverLongerLeavesTheGateShut() {
        delays.addAll(List.of(11, 22, 33, 44));

        assertThatThrownBy(() -> gateRenewal.openFor(proof)).hasMessageContaining("44 ms");

        assertThat(host.openUntil()).isLessThanOrEqualTo(now);
    }

    @Test
    void aProofThatHasNearlyEndedOpensNothing() throws Exception {
        now = proof.endsAt().minus(Proof.GATE_LATENESS);

        gateRenewal.openFor(proof);

        assertThat(host.openUntil()).isLessThanOrEqualTo(now);
    }

    @Test
    void lifetimesNeedNoGate() throws Exception {
        new GateRenewal(addresses, () -> now, ExpiryGuard.LIFETIME).openFor(Proof.from(now, Duration.ofSeconds(9)));

        assertThat(host.openUntil()).isZero();
    }
}
