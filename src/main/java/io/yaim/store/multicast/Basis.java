package io.yaim.store.multicast;

import java.util.List;
import java.util.Set;

/// What a term begins with.
///
/// @param reports what those who reported hold, as far as it counts
/// @param counted whose vote counts from the beginning, since what they confirmed before is among it
record Basis(List<Note.Report> reports, Set<Seat> counted) {

    Basis {
        reports = List.copyOf(reports);
        counted = Set.copyOf(counted);
    }
}
