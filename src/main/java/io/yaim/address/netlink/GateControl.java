package io.yaim.address.netlink;

import io.yaim.model.ExpiryGuard;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/// With the gate as expiry guard, keeps each bound address in the gate. Without it, removes a gate that was left. Used
/// by one thread.
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

    /// @param bound yaim's addresses that are already bound
    /// @throws IOException the gate is the expiry guard, and the kernel cannot have one
    static GateControl open(ExpiryGuard expiryGuard, Set<VirtualIp> bound) throws IOException {
        Optional<Gate> gate = Gate.open();
        if (expiryGuard == ExpiryGuard.GATE) {
            try {
                gate.orElseThrow(() -> new IOException(ABSENT)).takeOver(bound);
            } catch (IOException e) {
                gate.ifPresent(Gate::close);
                throw new IOException(gateRequired(String.valueOf(e.getMessage())), e);
            }
        }
        return new GateControl(expiryGuard, gate, !bound.isEmpty());
    }

    private static String gateRequired(String reason) {
        return "guard: gate, or a ttl this short, requires nftables tables for inet and arp: " + reason
                + "; set a ttl that guard: lifetime allows (default: 9 s), or use a kernel with nftables";
    }

    /// Why this kernel cannot have a gate; empty if it can.
    static Optional<String> problem() throws IOException {
        Optional<Gate> gate = Gate.open();
        if (gate.isEmpty()) {
            return Optional.of(ABSENT);
        }
        try (Gate present = gate.get()) {
            return present.problem();
        }
    }

    /// Must be called before these addresses are bound.
    void beforeBind(Collection<VirtualIp> ips) throws IOException {
        isAnyBound |= !ips.isEmpty();
        if (gate.isEmpty()) {
            return;
        }
        if (expiryGuard == ExpiryGuard.GATE) {
            gate.get().add(ips);
        } else {
            remove(gate.get());
        }
    }

    /// Must be called with all of yaim's addresses that are bound.
    void updateBound(Set<VirtualIp> bound) throws IOException {
        isAnyBound = !bound.isEmpty();
        if (gate.isPresent() && expiryGuard == ExpiryGuard.GATE) {
            gate.get().retainOnly(bound);
        }
    }

    void openFor(Duration time) throws IOException {
        if (expiryGuard != ExpiryGuard.GATE) {
            throw new IllegalStateException("the gate is not the expiry guard");
        }
        gate.orElseThrow().openFor(time);
    }

    private void remove(Gate present) throws IOException {
        if (!isRemoved) {
            present.remove();
            isRemoved = true;
        }
    }

    /// Removes the gate, unless it may still have to silence an address.
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
