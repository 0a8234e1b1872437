package io.yaim.store.multicast.coordinator;

import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.protocol.Voter;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All members of the membership view must confirm, however few they are. So each part of a divided cluster
/// continues.
final class Unanimous implements Quorum {

    @Override
    public void voterReported(MemberId memberId, Voter voter) {}

    @Override
    public void voterPresent(MemberId memberId, Voter voter, Duration now) {}

    /// A node that does not report within the time of a lease holds nothing by an earlier term any more. If all nodes
    /// that report have just started or were stopped, others may still hold what these do not know.
    @Override
    public Optional<RecoveredState> recover(StateCollection stateCollection, Duration now) {
        boolean isSure = stateCollection.received().values().stream()
                .anyMatch(receivedReport -> receivedReport
                                .receivedAt()
                                .plus(receivedReport.report().unsureFor())
                                .compareTo(now)
                        <= 0);
        boolean isEnough = (stateCollection.isComplete() && isSure) || stateCollection.isOverdue(now);
        return isEnough ? Optional.of(new RecoveredState(stateCollection.reports(), Set.of())) : Optional.empty();
    }

    /// A member that does not receive messages delays no other: it is in a part of its own, although the others still
    /// receive its messages.
    @Override
    public long reachedByQuorum(Collection<MemberId> listening, Map<MemberId, Long> numbers, Duration now) {
        return listening.stream()
                .mapToLong(memberId -> numbers.getOrDefault(memberId, 0L))
                .min()
                .orElse(0);
    }

    @Override
    public boolean isHeartbeatNeeded() {
        return false;
    }

    @Override
    public Optional<String> whyNoQuorum(MembershipView membershipView) {
        return Optional.empty();
    }

    @Override
    public Optional<String> whyNoQuorumYet(MembershipView membershipView, Duration now) {
        return Optional.empty();
    }
}
