package io.yaim.store.multicast.coordinator;

import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.protocol.GroupMessage;
import java.util.List;
import java.util.Set;

/// What a term begins with.
///
/// @param reports what those who reported hold, as far as it counts
/// @param countedFromStart whose vote counts from the beginning, since what they confirmed before is among it
record RecoveredState(List<GroupMessage.Report> reports, Set<MemberId> countedFromStart) {

    RecoveredState {
        reports = List.copyOf(reports);
        countedFromStart = Set.copyOf(countedFromStart);
    }
}
