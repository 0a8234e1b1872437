package io.yaim.plan;

import static io.yaim.plan.EntryEvent.DEMOTED;
import static io.yaim.plan.EntryEvent.ELECTED;
import static io.yaim.plan.EntryEvent.FAULT;
import static io.yaim.plan.EntryEvent.HEALTH_CHECK_FAIL;
import static io.yaim.plan.EntryEvent.HEALTH_CHECK_SUCCESS;
import static java.util.stream.Collectors.toSet;

import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Health;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The state of each entry of the pool on this node. Each cycle derives the events since the previous cycle from
/// its observation. So the states are never ahead of what was observed.
public record EntryStates(SortedMap<VirtualIp, EntryState> byIp) {

    public EntryStates {
        byIp = Collections.unmodifiableSortedMap(new TreeMap<>(byIp));
    }

    /// The states of a node that has just started.
    public static EntryStates none() {
        return new EntryStates(new TreeMap<>());
    }

    /// An event that changed the state of an entry.
    public record Transition(VirtualIp ip, EntryState from, EntryEvent event, EntryState to) {}

    /// The result of one cycle.
    ///
    /// @param transitions in the sequence of the addresses; those of one address in the sequence in which they
    ///     happened
    public record StateUpdate(EntryStates states, List<Transition> transitions) {

        public StateUpdate {
            transitions = List.copyOf(transitions);
        }
    }

    /// The states after a cycle. Entries that left the pool have none, and new entries start in BOOTING. Without a
    /// view, the last known pool counts.
    ///
    /// @param plan the plan of this cycle; an address that it drops is not held any more
    public StateUpdate after(Observation seen, List<Action> plan) {
        Optional<View> known = seen.view().or(() -> seen.remembered().lastView());
        Set<VirtualIp> held = held(seen, plan);
        var next = new TreeMap<VirtualIp, EntryState>();
        var transitions = new ArrayList<Transition>();
        for (Entry entry : known.map(View::pool).orElseGet(TreeMap::new).values()) {
            EntryState state = byIp.getOrDefault(entry.ip(), EntryState.BOOTING);
            for (EntryEvent event : events(seen, entry, held.contains(entry.ip()))) {
                EntryState before = state;
                state = before.after(event, seen.self().failureMode(entry));
                if (state != before) {
                    transitions.add(new Transition(entry.ip(), before, event, state));
                }
            }
            next.put(entry.ip(), state);
        }
        return new StateUpdate(new EntryStates(next), transitions);
    }

    /// Bound by yaim, and not dropped by this plan.
    private static Set<VirtualIp> held(Observation seen, List<Action> plan) {
        var held = new ArrayList<>(Planner.ours(seen));
        for (Action action : plan) {
            if (action instanceof Action.Drop drop) {
                held.removeAll(new HashSet<>(drop.addresses()));
            }
        }
        return held.stream().map(BoundAddress::ip).collect(toSet());
    }

    /// The events that the present observation implies. An event for the present state changes nothing. Undecided
    /// checks give no event, so a failed entry stays FAILING until they pass.
    private static List<EntryEvent> events(Observation seen, Entry entry, boolean isHeld) {
        var events = new ArrayList<EntryEvent>();
        switch (seen.health(entry)) {
            case Health.Healthy() -> events.add(HEALTH_CHECK_SUCCESS);
            case Health.Unhealthy(String _, boolean isUndecided) -> {
                if (!isUndecided) {
                    events.add(HEALTH_CHECK_FAIL);
                }
            }
        }
        FailureMode faultMeans = isHeld ? FailureMode.CLAIM : FailureMode.RELEASE;
        if (isStoreAway(seen) && seen.self().failureMode(entry) == faultMeans) {
            events.add(FAULT);
        }
        events.add(isHeld ? ELECTED : DEMOTED);
        return events;
    }

    /// Whether the store is away for so long that the proof has ended.
    private static boolean isStoreAway(Observation seen) {
        return !seen.isLeaseValid() && seen.remembered().lastView().isPresent();
    }
}
