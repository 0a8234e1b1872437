package io.yaim.plan;

import io.yaim.model.AddressRange;
import io.yaim.model.Binding;
import io.yaim.model.Entry;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.FailureMode;
import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What this node is and how it binds. Name, incarnation and the ways to it are fixed for its whole life.
///
/// @param interfaceName where entries are bound that name no interface
/// @param netmask the IPv4 prefix length for entries that name none; absent: 32
/// @param label the part of an IPv4 label after the colon; absent: no label
/// @param allowedRanges entries outside of all of them are not bound here; none: all may be
/// @param quietTime how long membership has to be quiet before entries move for balance
/// @param apiUrl where the others and people reach this node; empty when nowhere
/// @param peerAddress where the others ask it whether they may hold on; empty when nowhere
/// @param failureMode what becomes of entries that do not say so themselves when the store is away
/// @param expiryGuard what enforces that addresses are silent when nothing proves that they are this node's
public record Self(
        NodeName name,
        Incarnation incarnation,
        int weight,
        String interfaceName,
        Optional<Integer> netmask,
        Optional<String> label,
        List<AddressRange> allowedRanges,
        Duration quietTime,
        String apiUrl,
        String peerAddress,
        FailureMode failureMode,
        ExpiryGuard expiryGuard) {

    /// Guarded by lifetimes.
    public Self(
            NodeName name,
            Incarnation incarnation,
            int weight,
            String interfaceName,
            Optional<Integer> netmask,
            Optional<String> label,
            List<AddressRange> allowedRanges,
            Duration quietTime,
            String apiUrl,
            String peerAddress,
            FailureMode failureMode) {
        this(
                name,
                incarnation,
                weight,
                interfaceName,
                netmask,
                label,
                allowedRanges,
                quietTime,
                apiUrl,
                peerAddress,
                failureMode,
                ExpiryGuard.LIFETIME);
    }

    public Self {
        allowedRanges = List.copyOf(allowedRanges);
    }

    /// What becomes of the entry here when the store is away. The gate is one for all: it opens by the lease
    /// alone, and not for some of them by something else.
    public FailureMode failureMode(Entry entry) {
        return expiryGuard == ExpiryGuard.GATE
                ? FailureMode.RELEASE
                : entry.failureMode().orElse(failureMode);
    }

    /// Whether this becomes of any entry of the pool.
    public boolean hasFailureMode(FailureMode mode, View view) {
        return view.pool().values().stream().anyMatch(entry -> failureMode(entry) == mode);
    }

    /// How this node binds the entry.
    public Binding binding(Entry entry) {
        String on = entry.interfaceName().orElse(interfaceName);
        boolean isV6 = entry.ip().isV6();
        int prefix = entry.prefix()
                .or(() -> isV6 ? Optional.empty() : netmask)
                .orElse(entry.ip().hostPrefix());
        Optional<String> whole =
                isV6 ? Optional.empty() : entry.label().or(() -> label).map(part -> on + ":" + part);
        return new Binding(entry.ip(), on, prefix, whole);
    }
}
