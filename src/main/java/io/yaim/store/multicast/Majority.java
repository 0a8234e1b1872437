package io.yaim.store.multicast;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import io.yaim.model.NodeName;
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

/// More than half of the voters have to know and to agree. Any two majorities have a voter in common, and a voter
/// follows one coordinator at a time, never a former one again: so of two coordinators only the later one can grant
/// anything, and whatever was granted before is known to somebody who reports to it. That is how a view changes in
/// Viewstamped Replication (Liskov and Cowling, "Viewstamped Replication Revisited", 2012); but here nothing is
/// written to disks. Instead, who has started, and who turns to a coordinator that does not know what he knew, does
/// not count for the time of a lease.
final class Majority implements Quorum {

    /// For such a part of a lease the others are waited for when most have reported: who is late counts late.
    private static final int PATIENCE = 8;

    private final Set<NodeName> voters;
    private final Map<Seat, NodeName> names = new HashMap<>();
    private final Map<Seat, Duration> countsFrom = new HashMap<>();

    Majority(Set<NodeName> voters) {
        this.voters = Set.copyOf(voters);
    }

    @Override
    public void reported(Seat seat, Voter voter) {
        if (voters.contains(voter.name())) {
            names.put(seat, voter.name());
        }
    }

    @Override
    public void present(Seat seat, Voter voter, Duration now) {
        reported(seat, voter);
        countsFrom.put(seat, now.plus(voter.idle()));
    }

    /// If most of the voters were last told of one and the same term, no other has granted anything since that
    /// somebody still holds; unless the reports are so old that who made one may have begun a new life, and counted
    /// elsewhere. If nobody can say which of them knows best, marks are forgotten: all who turn to this term count
    /// only when nobody holds anything any more.
    @Override
    public Optional<Basis> basis(Inquiry inquiry, Duration now) {
        if (inquiry.isOverdue(now)) {
            return areMost(namesOf(inquiry.heard().keySet()).size())
                    ? Optional.of(new Basis(
                            inquiry.reports().stream()
                                    .map(Note.Report::withoutLeases)
                                    .toList(),
                            Set.of()))
                    : Optional.empty();
        }
        if (!inquiry.isComplete() && !inquiry.hasLasted(now, inquiry.ttl().dividedBy(PATIENCE))) {
            return Optional.empty();
        }
        return lastOfMost(inquiry, now).map(last -> {
            List<Note.Report> reports = inquiry.reports().stream()
                    .map(report -> isOf(last, report) ? report : report.withoutKeys())
                    .toList();
            Set<Seat> keepers = inquiry.heard().entrySet().stream()
                    .filter(each -> isOf(last, each.getValue().report()) && counts(each.getValue(), now))
                    .map(Map.Entry::getKey)
                    .collect(toSet());
            return new Basis(reports, keepers);
        });
    }

    /// Of which term most of the voters were told last.
    private Optional<Term> lastOfMost(Inquiry inquiry, Duration now) {
        Map<Term, Set<NodeName>> told = new HashMap<>();
        inquiry.heard().forEach((seat, heard) -> {
            Optional<Term> of = heard.report().of();
            if (of.isPresent() && counts(heard, now)) {
                told.computeIfAbsent(of.get(), _ -> new HashSet<>()).add(name(seat));
            }
        });
        return told.entrySet().stream()
                .filter(each -> areMost(each.getValue().size()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isOf(Term term, Note.Report report) {
        return report.of().filter(term::equals).isPresent();
    }

    /// Whether it counted where it was told last.
    private boolean counts(Inquiry.Heard heard, Duration now) {
        return heard.report()
                .voter()
                .filter(voter -> voters.contains(voter.name())
                        && heard.at().plus(voter.idle()).compareTo(now) <= 0)
                .isPresent();
    }

    @Override
    public long reached(Collection<Seat> listening, Map<Seat, Long> numbers, Duration now) {
        var byName = new HashMap<NodeName, Long>();
        numbers.forEach((seat, number) -> {
            if (counts(seat, now)) {
                byName.merge(name(seat), number, Math::max);
            }
        });
        List<Long> descending =
                byName.values().stream().sorted(Comparator.reverseOrder()).toList();
        return areMost(descending.size()) ? descending.get(voters.size() / 2) : 0;
    }

    @Override
    public boolean isAsked() {
        return true;
    }

    @Override
    public Optional<String> missing(Roll roll) {
        return lacking(roll.seats(), " are together here, no majority");
    }

    @Override
    public Optional<String> missingYet(Roll roll, Duration now) {
        return missing(roll)
                .or(() -> lacking(
                        roll.seats().stream().filter(seat -> counts(seat, now)).toList(),
                        " count yet, the others a lease after they came"));
    }

    private Optional<String> lacking(Collection<Seat> seats, String what) {
        Set<NodeName> here = namesOf(seats);
        return areMost(here.size())
                ? Optional.empty()
                : Optional.of("quorum: of " + new TreeSet<>(voters) + " only " + new TreeSet<>(here) + what);
    }

    private boolean counts(Seat seat, Duration now) {
        Duration from = countsFrom.get(seat);
        return from != null && from.compareTo(now) <= 0;
    }

    private NodeName name(Seat seat) {
        return requireNonNull(names.get(seat));
    }

    private Set<NodeName> namesOf(Collection<Seat> seats) {
        return seats.stream().filter(names::containsKey).map(this::name).collect(toSet());
    }

    private boolean areMost(int count) {
        return count > voters.size() / 2;
    }
}
