package io.yaim.store.multicast.coordinator;

import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.protocol.Voter;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everybody on the roll has to know, however few they are: so every part of a cluster that is divided goes on.
final class Unanimous implements Quorum {

    @Override
    public void voterReported(MemberId memberId, Voter voter) {}

    @Override
    public void voterPresent(MemberId memberId, Voter voter, Duration now) {}

    /// Who does not report within the time of a lease can hold nothing by a former term any more. If all who
    /// report have just started or were stopped, others may still hold what they do not know.
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

    /// Who does not listen holds nobody up: he is in a part of his own, although the others still hear him.
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
