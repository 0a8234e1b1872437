package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.Seat;

/// Which roll a message was sent under.
///
/// @param number of the roll
/// @param author who wrote it; parts of a cluster that do not hear each other may use one number twice
record RollId(long number, Seat author) {}
