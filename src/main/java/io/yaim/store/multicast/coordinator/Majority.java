package io.yaim.store.multicast.coordinator;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import io.yaim.model.NodeName;
import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.protocol.GroupMessage;
import io.yaim.store.multicast.protocol.Term;
import io.yaim.store.multicast.protocol.Voter;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// More than half of the voters must confirm. Any two majorities have a voter in common, and a voter follows one
/// coordinator at a time, never an earlier one again. So only the later one of two coordinators can grant anything,
/// and what was granted before is known to a voter that reports to it. Viewstamped Replication changes a view in this
/// way (Liskov and Cowling, "Viewstamped Replication Revisited", 2012); but here nothing is written to disks.
/// Instead, a voter does not count for the time of a lease after it has started, or has turned to a coordinator that
/// does not know what the voter knew.
final class Majority implements Quorum {

    /// When a majority has reported, the coordinator waits for the others for this part of a lease: a late voter
    /// counts late.
    private static final int PATIENCE = 8;

    private final Set<NodeName> voters;
    private final Map<MemberId, NodeName> names = new HashMap<>();
    private final Map<MemberId, Duration> countsFrom = new HashMap<>();

    Majority(Set<NodeName> voters) {
        this.voters = Set.copyOf(voters);
    }

    @Override
    public void voterReported(MemberId memberId, Voter voter) {
        if (voters.contains(voter.name())) {
            names.put(memberId, voter.name());
        }
    }

    @Override
    public void voterPresent(MemberId memberId, Voter voter, Duration now) {
        voterReported(memberId, voter);
        countsFrom.put(memberId, now.plus(voter.ineligibleFor()));
    }

    /// If the last state of a majority is of one and the same term, no other coordinator has granted anything since
    /// that is still held. This is not so if the reports are so old that a sender may have restarted and counted
    /// elsewhere. If no voter can say which state is the latest, marks are forgotten: the voters that turn to this
    /// term count only when nothing is held any more.
    @Override
    public Optional<RecoveredState> recover(StateCollection stateCollection, Duration now) {
        if (stateCollection.isOverdue(now)) {
            return isMajority(namesOf(stateCollection.received().keySet()).size())
                    ? Optional.of(new RecoveredState(
                            stateCollection.reports().stream()
                                    .map(GroupMessage.Report::withoutLeases)
                                    .toList(),
                            Set.of()))
                    : Optional.empty();
        }
        if (!stateCollection.isComplete()
                && !stateCollection.hasLasted(now, stateCollection.ttl().dividedBy(PATIENCE))) {
            return Optional.empty();
        }
        return termOfMajority(stateCollection, now).map(last -> {
            List<GroupMessage.Report> reports = stateCollection.reports().stream()
                    .map(report -> isOf(last, report) ? report : report.withoutKeys())
                    .toList();
            Set<MemberId> keepers = stateCollection.received().entrySet().stream()
                    .filter(each -> isOf(last, each.getValue().report()) && counts(each.getValue(), now))
                    .map(Map.Entry::getKey)
                    .collect(toSet());
            return new RecoveredState(reports, keepers);
        });
    }

    /// The term of the last state of a majority.
    private Optional<Term> termOfMajority(StateCollection stateCollection, Duration now) {
        Map<Term, Set<NodeName>> told = new HashMap<>();
        stateCollection.received().forEach((memberId, receivedReport) -> {
            Optional<Term> of = receivedReport.report().stateTerm();
            if (of.isPresent() && counts(receivedReport, now)) {
                told.computeIfAbsent(of.get(), _ -> new HashSet<>()).add(name(memberId));
            }
        });
        return told.entrySet().stream()
                .filter(each -> isMajority(each.getValue().size()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isOf(Term term, GroupMessage.Report report) {
        return report.stateTerm().filter(term::equals).isPresent();
    }

    /// Whether the voter counted in the term of its last state.
    private boolean counts(StateCollection.ReceivedReport receivedReport, Duration now) {
        return receivedReport
                .report()
                .voter()
                .filter(voter -> voters.contains(voter.name())
                        && receivedReport
                                        .receivedAt()
                                        .plus(voter.ineligibleFor())
                                        .compareTo(now)
                                <= 0)
                .isPresent();
    }

    @Override
    public long reachedByQuorum(Collection<MemberId> listening, Map<MemberId, Long> numbers, Duration now) {
        var byName = new HashMap<NodeName, Long>();
        numbers.forEach((memberId, number) -> {
            if (counts(memberId, now)) {
                byName.merge(name(memberId), number, Math::max);
            }
        });
        List<Long> descending =
                byName.values().stream().sorted(Comparator.reverseOrder()).toList();
        return isMajority(descending.size()) ? descending.get(voters.size() / 2) : 0;
    }

    @Override
    public boolean isHeartbeatNeeded() {
        return true;
    }

    @Override
    public Optional<String> whyNoQuorum(MembershipView membershipView) {
        return shortage(membershipView.members(), " are together here, no majority");
    }

    @Override
    public Optional<String> whyNoQuorumYet(MembershipView membershipView, Duration now) {
        return whyNoQuorum(membershipView)
                .or(() -> shortage(
                        membershipView.members().stream()
                                .filter(memberId -> counts(memberId, now))
                                .toList(),
                        " count yet, the others a lease after they came"));
    }

    private Optional<String> shortage(Collection<MemberId> seats, String what) {
        Set<NodeName> here = namesOf(seats);
        return isMajority(here.size())
                ? Optional.empty()
                : Optional.of("quorum: of " + new TreeSet<>(voters) + " only " + new TreeSet<>(here) + what);
    }

    private boolean counts(MemberId memberId, Duration now) {
        Duration from = countsFrom.get(memberId);
        return from != null && from.compareTo(now) <= 0;
    }

    private NodeName name(MemberId memberId) {
        return requireNonNull(names.get(memberId));
    }

    private Set<NodeName> namesOf(Collection<MemberId> seats) {
        return seats.stream().filter(names::containsKey).map(this::name).collect(toSet());
    }

    private boolean isMajority(int count) {
        return count > voters.size() / 2;
    }
}
