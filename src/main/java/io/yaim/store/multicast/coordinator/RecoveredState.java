package io.yaim.store.multicast.coordinator;

import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.protocol.GroupMessage;
import java.util.List;
import java.util.Set;

/// What a term begins with.
///
/// @param reports what the members that reported hold, as far as it counts
/// @param countedFromStart the members whose votes count from the beginning, since the reports contain what they
///     confirmed before
record RecoveredState(List<GroupMessage.Report> reports, Set<MemberId> countedFromStart) {

    RecoveredState {
        reports = List.copyOf(reports);
        countedFromStart = Set.copyOf(countedFromStart);
    }
}
