package io.yaim.store.multicast.group;

import java.util.List;

/// Who hears whom, as one of them was told. All who are on it are told the same, though not at the same
/// moment.
///
/// @param number grows with each that one seat is told
/// @param isMerged whether it unites several that knew nothing of each other
/// @param members without doubles; the first is the coordinator's
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
