package io.yaim.address.netlink;

import io.yaim.model.ExpiryGuard;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/// Sees to it that an address is in the gate's pool as long as it is bound, where the gate is the guard; and
/// that no gate is left to keep addresses silent where it is not. Used by one thread.
final class GateControl implements AutoCloseable {

    private static final String ABSENT = "the kernel has no nftables";

    private final ExpiryGuard expiryGuard;
    private final Optional<Gate> gate;
    private boolean isAnyBound;
    private boolean isRemoved;

    private GateControl(ExpiryGuard expiryGuard, Optional<Gate> gate, boolean isAnyBound) {
        this.expiryGuard = expiryGuard;
        this.gate = gate;
        this.isAnyBound = isAnyBound;
    }

    /// @param bound addresses of ours that are bound already
    /// @throws IOException the gate is the guard, and the kernel cannot have one
    static GateControl open(ExpiryGuard expiryGuard, Set<VirtualIp> bound) throws IOException {
        Optional<Gate> gate = Gate.open();
        if (expiryGuard == ExpiryGuard.GATE) {
            try {
                gate.orElseThrow(() -> new IOException(ABSENT)).takeOver(bound);
            } catch (IOException e) {
                gate.ifPresent(Gate::close);
                throw new IOException(refusal(String.valueOf(e.getMessage())), e);
            }
        }
        return new GateControl(expiryGuard, gate, !bound.isEmpty());
    }

    private static String refusal(String reason) {
        return "a lease this short, or guard: gate, needs the gate (tables of nftables for inet and arp): " + reason
                + "; give a ttl that guard: lifetime allows (9 s is the standard), or a kernel with nftables";
    }

    /// What keeps this kernel from having a gate.
    static Optional<String> problem() throws IOException {
        Optional<Gate> gate = Gate.open();
        if (gate.isEmpty()) {
            return Optional.of(ABSENT);
        }
        try (Gate present = gate.get()) {
            return present.problem();
        }
    }

    /// These addresses are about to be bound.
    void beforeBind(Collection<VirtualIp> ips) throws IOException {
        isAnyBound |= !ips.isEmpty();
        if (gate.isEmpty()) {
            return;
        }
        if (expiryGuard == ExpiryGuard.GATE) {
            gate.get().admit(ips);
        } else {
            remove(gate.get());
        }
    }

    /// These addresses of ours are bound, and no others are.
    void updateBound(Set<VirtualIp> bound) throws IOException {
        isAnyBound = !bound.isEmpty();
        if (gate.isPresent() && expiryGuard == ExpiryGuard.GATE) {
            gate.get().expelAllBut(bound);
        }
    }

    void openFor(Duration time) throws IOException {
        if (expiryGuard != ExpiryGuard.GATE) {
            throw new IllegalStateException("the gate is not the guard");
        }
        gate.orElseThrow().openFor(time);
    }

    private void remove(Gate present) throws IOException {
        if (!isRemoved) {
            present.remove();
            isRemoved = true;
        }
    }

    /// A gate stays behind as long as it may have something to keep silent.
    @Override
    public void close() {
        if (gate.isEmpty()) {
            return;
        }
        try (Gate present = gate.get()) {
            if (!isAnyBound) {
                remove(present);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
