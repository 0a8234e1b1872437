package io.yaim.store.multicast;

import java.util.List;

/// Who hears whom, as one of them was told. All who are on it are told the same, though not at the same
/// moment.
///
/// @param number grows with each that one seat is told
/// @param isMerged whether it unites several that knew nothing of each other
/// @param seats without doubles; the first is the coordinator's
public record Roll(long number, boolean isMerged, List<Seat> seats) {

    public Roll {
        seats = List.copyOf(seats);
        if (seats.isEmpty()) {
            throw new IllegalArgumentException("expected a seat, at least one's own");
        }
    }

    public Seat coordinator() {
        return seats.getFirst();
    }
}
