package io.yaim.loop;

import io.yaim.model.Health;
import io.yaim.model.VirtualIp;
import java.util.Collections;
import java.util.SortedMap;

/// The results of the checks. They are available at any time, without waiting.
@FunctionalInterface
public interface HealthSource {

    Health ofNode();

    /// The health of entries with checks of their own, as far as these checks have run.
    default SortedMap<VirtualIp, Health> ofEntries() {
        return Collections.emptySortedMap();
    }
}
