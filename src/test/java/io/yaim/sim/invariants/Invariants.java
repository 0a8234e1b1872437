package io.yaim.sim.invariants;

import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.engine.Tally;
import io.yaim.sim.invariants.ObservedBinding.Justification;
import io.yaim.sim.world.ClusterObserver;
import io.yaim.sim.world.Machine;
import io.yaim.sim.world.SimulatedNode;
import io.yaim.sim.world.StoreServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What must always hold. It is checked after each change against the real state of store, kernels and clocks:
///
/// - no address is on two hosts, unless the gate keeps it silent;
/// - each bound address has a mark in its node's name, on the lease that the node had when it bound the address, and
///   that lease still proves it. Or all peers in the consent record of the store consent.
///
/// Some conditions do not depend on yaim; a violation that a broken condition causes is counted and not a failure.
/// While the store has broken its promise about a lease, by an early end or a restore, the mark proves nothing. A
/// double after an early end is a failure, unless the address was bound only after it, or could not be detected. If
/// another program has given an address a longer lifetime, that address on that host is not checked. A node that
/// holds by consent cannot know that the store was restored meanwhile.
///
/// [ClaimModeInvariants] has what must hold for entries of mode `claim` without the store.
public final class Invariants implements ClusterObserver {

    private final EventQueue eventQueue;
    private final StoreServer storeServer;
    private final Tally tally;
    private final Map<VirtualIp, Map<Machine, ObservedBinding>> observedBindings = new TreeMap<>();
    private final ClaimModeInvariants claimModeInvariants;
    private final Optional<MulticastInvariants> multicast;
    private long moves;

    public Invariants(
            EventQueue eventQueue, StoreServer storeServer, Tally tally, ClaimModeInvariants claimModeInvariants) {
        this(eventQueue, storeServer, tally, claimModeInvariants, Optional.empty());
    }

    /// @param judge checks instead where there is no store server
    public Invariants(
            EventQueue eventQueue,
            StoreServer storeServer,
            Tally tally,
            ClaimModeInvariants claimModeInvariants,
            Optional<MulticastInvariants> judge) {
        this.multicast = judge;
        this.claimModeInvariants = claimModeInvariants;
        this.eventQueue = eventQueue;
        this.storeServer = storeServer;
        this.tally = tally;
    }

    @Override
    public void onBound(SimulatedNode simulatedNode, VirtualIp ip) {
        Map<Machine, ObservedBinding> there = observedBindings.computeIfAbsent(ip, _ -> new LinkedHashMap<>());
        ObservedBinding old = there.get(simulatedNode.machine());
        if (old == null) {
            moves++;
            claimModeInvariants.onTaken(simulatedNode, ip, there);
        } else if (old.wasRetainedFor(simulatedNode)) {
            tally.count("taken over from a previous incarnation");
        }
        multicast.ifPresent(present -> present.onBound(simulatedNode, ip));
        there.put(
                simulatedNode.machine(),
                new ObservedBinding(simulatedNode, ip, storeServer, Optional.ofNullable(old), eventQueue.now()));
    }

    @Override
    public void onGone(Machine machine, VirtualIp ip) {
        Map<Machine, ObservedBinding> there = observedBindings.getOrDefault(ip, new HashMap<>());
        there.remove(machine);
        if (there.isEmpty()) {
            observedBindings.remove(ip);
        }
        moves++;
    }

    @Override
    public void onExtended(Machine machine, VirtualIp ip) {
        Optional.ofNullable(observedBindings.get(ip))
                .map(there -> there.get(machine))
                .ifPresent(ObservedBinding::extended);
    }

    @Override
    public void onDisturbed(Machine machine) {
        claimModeInvariants.onDisturbed(machine);
    }

    @Override
    public Optional<VirtualIp> firstOn(Machine machine) {
        return observedBindings.keySet().stream()
                .filter(ip -> hosts(ip).contains(machine))
                .findFirst();
    }

    /// The hosts of each address, with the binding there.
    public Map<VirtualIp, Map<Machine, ObservedBinding>> observedBindings() {
        return observedBindings;
    }

    /// How often an address came or went so far.
    public long moves() {
        return moves;
    }

    @Override
    public List<Machine> hosts(VirtualIp ip) {
        return Optional.ofNullable(observedBindings.get(ip))
                .map(there -> List.copyOf(there.keySet()))
                .orElse(List.of());
    }

    @Override
    public void check() {
        tally.countCheck();
        if (multicast.isPresent()) {
            multicast.get().check(observedBindings);
            return;
        }
        View truth = storeServer.actualView();
        observedBindings.forEach((ip, all) -> {
            Map<Machine, ObservedBinding> there = answering(ip, all);
            there.forEach((machine, observedBinding) -> check(ip, machine, observedBinding, truth));
            if (there.size() > 1) {
                checkOneHost(ip, there);
            }
        });
    }

    private Map<Machine, ObservedBinding> answering(VirtualIp ip, Map<Machine, ObservedBinding> all) {
        if (all.keySet().stream().noneMatch(machine -> machine.kernel().isSilent(ip))) {
            return all;
        }
        var audible = new LinkedHashMap<>(all);
        audible.keySet().removeIf(machine -> machine.kernel().isSilent(ip));
        tally.count("bound and silent");
        return audible;
    }

    private void check(VirtualIp ip, Machine machine, ObservedBinding observedBinding, View truth) {
        Justification justification =
                observedBinding.justification(Optional.ofNullable(truth.marks().get(ip)));
        if (justification == Justification.NONE) {
            throw fault(ip + " is on " + machine.name() + ", and " + observedBinding + "; the mark is "
                    + truth.marks().get(ip));
        }
        if (justification == Justification.HELD_BY_CONSENT && observedBinding.beginHoldByConsent()) {
            tally.count("held by consent");
        }
    }

    private void checkOneHost(VirtualIp ip, Map<Machine, ObservedBinding> there) {
        List<String> owners = new ArrayList<>();
        there.forEach((machine, observedBinding) -> {
            if (!observedBinding.isUnproven()) {
                excuse(observedBinding, there.keySet()).ifPresentOrElse(tally::count, () -> owners.add(machine.name()));
            }
        });
        if (owners.size() > 1) {
            throw fault(ip + " is on " + owners);
        }
    }

    /// Why the address may be on another host as well, if it may.
    private Optional<String> excuse(ObservedBinding observedBinding, Set<Machine> all) {
        if (observedBinding.isExtended()) {
            return Optional.of("excused double: lifetime extended");
        }
        if (observedBinding.isFromBeforeRestore()) {
            return Optional.of("excused double: held by consent, and the store was restored");
        }
        Optional<Duration> ended = observedBinding.lease().flatMap(storeServer::endedEarly);
        if (ended.filter(end -> observedBinding.since().compareTo(end) >= 0).isPresent()) {
            return Optional.of("excused double: lease ended early, bound only after that");
        }
        if (ended.filter(end -> all.stream().anyMatch(machine -> machine.wasUnreachableSince(end))
                        || claimModeInvariants.wereDisconnectedSince(all, end))
                .isPresent()) {
            return Optional.of("excused double: lease ended early, and no answer arrived");
        }
        return Optional.empty();
    }

    private AssertionError fault(String what) {
        return new AssertionError("at " + eventQueue.now().toMillis() + " ms: " + what);
    }
}
