package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.group.MemberId;

/// The membership view under which a message was sent.
///
/// @param number of the membership view
/// @param creator the member that created it; parts of a divided cluster may use the same number
record MembershipViewId(long number, MemberId creator) {}
