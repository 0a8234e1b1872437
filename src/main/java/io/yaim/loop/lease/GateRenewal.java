package io.yaim.loop.lease;

import io.yaim.address.Addresses;
import io.yaim.loop.cycle.Clock;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.Proof;
import java.io.IOException;
import java.time.Duration;

/// Opens the gate after each new proof, before anything that may take long. The lease proves all bound addresses.
/// Addresses without that proof were dropped before the lease was obtained. A mark on the lease is removed only by
/// this node, which drops the address before.
///
/// Lifetimes need no such step, because each is given by a proof.
public final class GateRenewal {

    private static final int ATTEMPTS = 4;

    private final Addresses addresses;
    private final Clock clock;
    private final ExpiryGuard expiryGuard;

    public GateRenewal(Addresses addresses, Clock clock, ExpiryGuard expiryGuard) {
        this.addresses = addresses;
        this.clock = clock;
        this.expiryGuard = expiryGuard;
    }

    /// The open time counts from the moment at which the kernel handles the call. A call that took longer than its
    /// allowance may have been handled late. It is repeated with that time as allowance.
    void openFor(Proof proof) throws IOException {
        if (expiryGuard == ExpiryGuard.LIFETIME) {
            return;
        }
        Duration allowance = Duration.ZERO;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Duration started = clock.now();
            addresses.openGate(proof.gateOpenTime(started.plus(allowance)));
            Duration took = clock.now().minus(started);
            if (took.compareTo(allowance.plus(Proof.GATE_SLACK)) <= 0) {
                return;
            }
            allowance = took;
        }
        addresses.openGate(Duration.ZERO);
        throw new IOException("open the gate: the kernel took " + allowance.toMillis() + " ms, longer each time");
    }
}
