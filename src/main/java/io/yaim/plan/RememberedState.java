package io.yaim.plan;

import io.yaim.model.PreviousTenancy;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the loop carries from pass to pass because no later look could tell it.
///
/// @param bindFailures entries that could not be bound, each with the reason, until their back-off ends
/// @param announceable entries whose next announcement is due
/// @param probeStatus what was heard of other hosts
/// @param refusedTenancies nodes that have vanished, and that one of their witnesses has refused
/// @param previousTenancy this node's life before this one, as long as addresses that it kept, or keys of it, are
///     there
public record RememberedState(
        RememberedStore store,
        RememberedLifetimes lifetimes,
        SortedMap<VirtualIp, String> bindFailures,
        Set<VirtualIp> announceable,
        ProbeStatus probeStatus,
        Set<Tenancy> refusedTenancies,
        Optional<PreviousTenancy> previousTenancy) {

    public RememberedState {
        bindFailures = Collections.unmodifiableSortedMap(new TreeMap<>(bindFailures));
        announceable = Set.copyOf(announceable);
        refusedTenancies = Set.copyOf(refusedTenancies);
    }

    public Optional<View> lastView() {
        return store.lastView();
    }
}
