package io.yaim.hook;

import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Lease;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Action;
import io.yaim.plan.EntryStates.Transition;
import io.yaim.plan.Observation;
import io.yaim.plan.Planner;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Builds events for hooks from cycles. It remembers which addresses were bound after the previous cycle. So it
/// also reports addresses that disappeared without an action of this node, such as those that the kernel dropped
/// while the process hung.
final class HookEventBuilder {

    private static final String REMOVED = "another program removed it, or its lifetime ended";

    private final NodeName node;
    private final InstantSource wallClock;
    private final Map<VirtualIp, Map<String, Binding>> bound = new TreeMap<>();
    private final Set<VirtualIp> beingDropped = new HashSet<>();

    HookEventBuilder(NodeName node, InstantSource wallClock) {
        this.node = node;
        this.wallClock = wallClock;
    }

    /// Returns the events of a cycle, in order. Cycles have to come in order, and none may be left out.
    ///
    /// @param transitions the transitions of entries' states in this cycle
    List<HookEvent> of(Cycle cycle, List<Transition> transitions) {
        var events = new ArrayList<HookEvent>();
        Instant now = wallClock.instant();
        cycle.observation().ifPresent(seen -> compareBound(seen, now, events));
        Map<VirtualIp, Binding> planned = new HashMap<>();
        beingDropped.clear();
        cycle.plan().forEach(action -> note(action, planned));
        for (Event event : cycle.events()) {
            switch (event) {
                case Event.Bound(var ips, var _) -> ips.forEach(ip -> addBound(ip, planned, now, events));
                case Event.Dropped(var addresses, var reason) ->
                    addresses.forEach(address -> addDropped(address, reason, cycle, now, events));
                case Event.ConflictBegan(var addressSighting) -> events.add(conflict(addressSighting, now));
                default -> {}
            }
        }
        transitions.forEach(transition -> events.add(state(transition, now)));
        return events;
    }

    /// Returns the addresses that are bound here as the plan wants it.
    Set<VirtualIp> intendedAddresses() {
        var held = new TreeSet<>(bound.keySet());
        held.removeAll(beingDropped);
        return held;
    }

    /// Returns the event of an address that is bound, to repeat it.
    HookEvent bound(VirtualIp ip) {
        return event(HookEventKind.BIND, ip, wallClock.instant(), "");
    }

    private void compareBound(Observation seen, Instant now, List<HookEvent> events) {
        Map<VirtualIp, Map<String, Binding>> there = new TreeMap<>();
        Planner.ours(seen)
                .forEach(address -> there.computeIfAbsent(address.ip(), _ -> new TreeMap<>())
                        .put(address.interfaceName(), address.binding()));
        for (VirtualIp ip : bound.keySet()) {
            if (!there.containsKey(ip)) {
                events.add(event(HookEventKind.DROP, ip, now, REMOVED));
                if (isUnproven(seen)) {
                    events.add(event(HookEventKind.FENCE, ip, now, REMOVED));
                }
            }
        }
        bound.clear();
        bound.putAll(there);
    }

    private void note(Action action, Map<VirtualIp, Binding> planned) {
        switch (action) {
            case Action.Bind(var bindings) -> bindings.forEach(binding -> planned.put(binding.ip(), binding));
            case Action.HoldWithoutProof(var _, var taken) ->
                taken.forEach(binding -> planned.put(binding.ip(), binding));
            case Action.Drop(var addresses, var _) -> addresses.forEach(address -> beingDropped.add(address.ip()));
            default -> {}
        }
    }

    private void addBound(VirtualIp ip, Map<VirtualIp, Binding> planned, Instant now, List<HookEvent> events) {
        Binding binding = planned.get(ip);
        if (binding == null) {
            throw new IllegalStateException(ip + " was bound without a plan");
        }
        bound.computeIfAbsent(ip, _ -> new TreeMap<>()).put(binding.interfaceName(), binding);
        beingDropped.remove(ip);
        events.add(event(HookEventKind.BIND, ip, now, ""));
    }

    /// Reports a drop only if the address is on no interface any more, and its bind had been reported.
    private void addDropped(BoundAddress address, String reason, Cycle cycle, Instant now, List<HookEvent> events) {
        Map<String, Binding> places = bound.getOrDefault(address.ip(), Map.of());
        if (places.size() > 1) {
            places.remove(address.interfaceName());
        } else if (places.containsKey(address.interfaceName())) {
            events.add(event(HookEventKind.DROP, address.ip(), now, reason));
            if (isFence(address, cycle)) {
                events.add(event(HookEventKind.FENCE, address.ip(), now, reason));
            }
            bound.remove(address.ip());
        }
    }

    /// An address that no plan drops was dropped because the proof ended while the plan was carried out.
    private static boolean isFence(BoundAddress address, Cycle cycle) {
        boolean isPlanned = cycle.plan().stream()
                .anyMatch(action -> action instanceof Action.Drop drop
                        && drop.addresses().stream().anyMatch(one -> one.ip().equals(address.ip())));
        return !isPlanned
                || cycle.observation().filter(HookEventBuilder::isUnproven).isPresent();
    }

    /// Not before the store was first read: addresses that are bound then belong to a previous incarnation.
    private static boolean isUnproven(Observation seen) {
        Optional<Lease> proving =
                seen.lease().filter(lease -> seen.now().compareTo(lease.proof().fenceAt(seen.refreshTime())) < 0);
        return proving.isEmpty()
                && !seen.isLeaving()
                && seen.remembered().lastView().isPresent();
    }

    private HookEvent conflict(AddressSighting addressSighting, Instant now) {
        HookEvent plain =
                event(HookEventKind.CONFLICT, addressSighting.ip(), now, "another host claims to have the address");
        return new HookEvent(
                plain.kind(),
                plain.at(),
                plain.node(),
                plain.ip(),
                plain.prefix(),
                Optional.of(addressSighting.interfaceName()),
                plain.transition(),
                plain.reason(),
                Optional.of(addressSighting.senderHardware()));
    }

    private HookEvent state(Transition transition, Instant now) {
        HookEvent plain = event(HookEventKind.STATE, transition.ip(), now, "");
        return new HookEvent(
                plain.kind(),
                plain.at(),
                plain.node(),
                plain.ip(),
                plain.prefix(),
                plain.interfaceName(),
                Optional.of(transition),
                plain.reason(),
                plain.by());
    }

    private HookEvent event(HookEventKind kind, VirtualIp ip, Instant now, String reason) {
        Optional<Binding> binding =
                bound.getOrDefault(ip, Map.of()).values().stream().findFirst();
        return new HookEvent(
                kind,
                now,
                node,
                ip,
                binding.map(Binding::prefix),
                binding.map(Binding::interfaceName),
                Optional.empty(),
                reason,
                Optional.empty());
    }
}
