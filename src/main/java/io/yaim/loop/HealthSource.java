package io.yaim.loop;

import io.yaim.model.Health;
import io.yaim.model.VirtualIp;
import java.util.Collections;
import java.util.SortedMap;

/// What the checks say, at any time and without waiting.
@FunctionalInterface
public interface HealthSource {

    Health ofNode();

    /// Of the entries that ask for checks of their own, as far as those have been run.
    default SortedMap<VirtualIp, Health> ofEntries() {
        return Collections.emptySortedMap();
    }
}
