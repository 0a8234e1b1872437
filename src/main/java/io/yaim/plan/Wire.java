package io.yaim.plan;

import io.yaim.model.Sighting;
import io.yaim.model.VirtualIp;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known from the wire about the entries that a node owns.
///
/// @param unclear entries whose owner vanished without handing over, so that it may still have them bound:
///     not to be bound before it has been silent to several probes, or cannot have them any more
/// @param probeable entries whose next probe is due
/// @param conflicts entries bound here that somebody else says it has, each with who said so last
/// @param sought entries that are looked for because there is no store to say whose they are
/// @param vacant those of them that nobody answered for
public record Wire(
        Set<VirtualIp> unclear,
        Set<VirtualIp> probeable,
        SortedMap<VirtualIp, Sighting> conflicts,
        Set<VirtualIp> sought,
        Set<VirtualIp> vacant) {

    public Wire {
        unclear = Set.copyOf(unclear);
        probeable = Set.copyOf(probeable);
        sought = Set.copyOf(sought);
        vacant = Set.copyOf(vacant);
        conflicts = Collections.unmodifiableSortedMap(new TreeMap<>(conflicts));
    }

    /// Nothing is unclear, and nobody else was heard.
    public static Wire quiet() {
        return new Wire(Set.of(), Set.of(), new TreeMap<>(), Set.of(), Set.of());
    }
}
