package io.yaim.loop.lease;

import io.yaim.address.Addresses;
import io.yaim.loop.cycle.Clock;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.Proof;
import java.io.IOException;
import java.time.Duration;

/// Opens the gate by each new proof, before anything else is done that may take long. All that is bound is
/// proven by the lease: what is not has been dropped before one was obtained, and a mark that hangs on it is
/// taken away by nobody but this node, which drops before it does.
///
/// Lifetimes need none of this: each is given by a proof.
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

    /// The gate stays open from when the kernel takes the call. A call that took longer than is allowed for
    /// may have been taken late, and is made again with an allowance for as much.
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
