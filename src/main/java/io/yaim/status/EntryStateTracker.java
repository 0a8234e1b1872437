package io.yaim.status;

import io.yaim.loop.cycle.Cycle;
import io.yaim.plan.EntryStates;
import java.util.List;
import java.util.function.Consumer;

/// Tracks the states of entries on this node from cycle to cycle. Only the loop's thread uses it. It receives
/// each cycle before the parts that read it.
public final class EntryStateTracker implements Consumer<Cycle> {

    private EntryStates.StateUpdate latest = new EntryStates.StateUpdate(EntryStates.none(), List.of());

    @Override
    public void accept(Cycle cycle) {
        latest = cycle.observation()
                .map(seen -> latest.states().after(seen, cycle.plan()))
                .orElseGet(() -> new EntryStates.StateUpdate(latest.states(), List.of()));
    }

    /// Returns the states after the last cycle.
    public EntryStates states() {
        return latest.states();
    }

    /// Returns the changes of the last cycle.
    public List<EntryStates.Transition> transitions() {
        return latest.transitions();
    }
}
