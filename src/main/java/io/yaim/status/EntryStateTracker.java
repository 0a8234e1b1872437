package io.yaim.status;

import io.yaim.loop.cycle.Cycle;
import io.yaim.plan.EntryStates;
import java.util.List;
import java.util.function.Consumer;

/// The states of entries on this node, pass by pass. For the loop's thread: told of each pass before those
/// who ask.
public final class EntryStateTracker implements Consumer<Cycle> {

    private EntryStates.StateUpdate latest = new EntryStates.StateUpdate(EntryStates.none(), List.of());

    @Override
    public void accept(Cycle cycle) {
        latest = cycle.observation()
                .map(seen -> latest.states().after(seen, cycle.plan()))
                .orElseGet(() -> new EntryStates.StateUpdate(latest.states(), List.of()));
    }

    /// As the last pass left them.
    public EntryStates states() {
        return latest.states();
    }

    /// What changed in the last pass.
    public List<EntryStates.Transition> transitions() {
        return latest.transitions();
    }
}
