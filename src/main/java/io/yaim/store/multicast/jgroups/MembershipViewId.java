package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.group.MemberId;

/// Which roll a message was sent under.
///
/// @param number of the roll
/// @param creator who wrote it; parts of a cluster that do not hear each other may use one number twice
record MembershipViewId(long number, MemberId creator) {}
