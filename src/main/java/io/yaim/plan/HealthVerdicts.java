package io.yaim.plan;

import io.yaim.model.Entry;
import io.yaim.model.Health;
import io.yaim.model.VirtualIp;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the checks say.
///
/// @param node of this node
/// @param entries what the checks that entries ask for themselves say; those that are not there are undecided
public record HealthVerdicts(Health node, SortedMap<VirtualIp, Health> entries) {

    private static final Health UNDECIDED = new Health.Unhealthy("its checks have not run yet", true);

    public HealthVerdicts {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /// Of this node as a place for the entry.
    Health of(Entry entry) {
        return node.isHealthy() ? own(entry) : node;
    }

    /// What the checks say that the entry asks for itself; it is healthy if it asks for none.
    Health own(Entry entry) {
        return entry.checks().isEmpty() ? new Health.Healthy() : entries.getOrDefault(entry.ip(), UNDECIDED);
    }
}
