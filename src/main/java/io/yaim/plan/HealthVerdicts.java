package io.yaim.plan;

import io.yaim.model.Entry;
import io.yaim.model.Health;
import io.yaim.model.VirtualIp;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The results of the checks.
///
/// @param node the health of this node
/// @param entries the health by the entries' own checks; entries that are missing are undecided
public record HealthVerdicts(Health node, SortedMap<VirtualIp, Health> entries) {

    private static final Health UNDECIDED = new Health.Unhealthy("its checks have not run yet", true);

    public HealthVerdicts {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /// The health of this node for the entry.
    Health of(Entry entry) {
        return node.isHealthy() ? own(entry) : node;
    }

    /// The health by the entry's own checks. An entry without checks is healthy.
    Health own(Entry entry) {
        return entry.checks().isEmpty() ? new Health.Healthy() : entries.getOrDefault(entry.ip(), UNDECIDED);
    }
}
