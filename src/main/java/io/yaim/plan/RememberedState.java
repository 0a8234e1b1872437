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

/// What the loop remembers between cycles, because no later observation could show it.
///
/// @param bindFailures entries in back-off after a failed bind, each with the reason
/// @param announceable entries whose next announcement is due
/// @param probeStatus what was heard of other hosts
/// @param refusedTenancies tenancies of lost nodes that one of their peers has refused
/// @param previousTenancy the previous incarnation of this node, while addresses that it retained, or keys of it,
///     exist
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
