package io.yaim.store.multicast.group;

import java.util.List;

/// The processes that are in the group channel, as one of them sees it. All members get the same membership views,
/// though not at the same moment.
///
/// @param number grows with each membership view of one member
/// @param isMerged whether it unites several that knew nothing of each other
/// @param members without duplicates; the first is the coordinator
public record MembershipView(long number, boolean isMerged, List<MemberId> members) {

    public MembershipView {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("expected a seat, at least one's own");
        }
    }

    public MemberId coordinator() {
        return members.getFirst();
    }
}
