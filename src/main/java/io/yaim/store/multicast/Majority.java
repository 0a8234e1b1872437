package io.yaim.store.multicast;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import io.yaim.model.NodeName;
import java.time.Duration;
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
/// written to disks. Instead, who has started forgets, and does not count for the time of a lease.
final class Majority implements Quorum {

    private final Set<NodeName> voters;
    private final Map<Seat, NodeName> names = new HashMap<>();
    private final Map<Seat, Duration> countsFrom = new HashMap<>();

    Majority(Set<NodeName> voters) {
        this.voters = Set.copyOf(voters);
    }

    @Override
    public void came(Seat seat, Voter voter, Duration now) {
        if (voters.contains(voter.name())) {
            names.put(seat, voter.name());
            countsFrom.putIfAbsent(seat, now.plus(voter.forgets()));
        }
    }

    /// If most of the voters were last told of one and the same term, no other has granted anything since that
    /// somebody still holds. Otherwise nobody can say which of them knows best: when most of them have followed
    /// nobody else for the time of a lease, nobody holds anything.
    @Override
    public Optional<List<Note.Report>> counting(Inquiry inquiry, Duration now) {
        Optional<Term> last = lastOfMost(inquiry, now);
        if (last.isPresent()) {
            return Optional.of(inquiry.reports().stream()
                    .map(report -> report.of().equals(last) ? report : report.withoutKeys())
                    .toList());
        }
        boolean isOver = mostSince(inquiry)
                .filter(since -> now.minus(since).compareTo(inquiry.ttl()) >= 0)
                .isPresent();
        return isOver
                ? Optional.of(inquiry.reports().stream()
                        .map(Note.Report::withoutLeases)
                        .toList())
                : Optional.empty();
    }

    /// Of which term most of the voters were told last.
    private Optional<Term> lastOfMost(Inquiry inquiry, Duration now) {
        Map<Term, Set<NodeName>> told = new HashMap<>();
        inquiry.heard().forEach((seat, heard) -> {
            Optional<Term> of = heard.report().of();
            if (of.isPresent() && counts(seat, now)) {
                told.computeIfAbsent(of.get(), _ -> new HashSet<>()).add(name(seat));
            }
        });
        return told.entrySet().stream()
                .filter(each -> areMost(each.getValue().size()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// When most of the voters had reported.
    private Optional<Duration> mostSince(Inquiry inquiry) {
        var since = new HashMap<NodeName, Duration>();
        inquiry.heard().forEach((seat, heard) -> {
            if (names.containsKey(seat)) {
                since.merge(name(seat), heard.at(), (one, other) -> one.compareTo(other) < 0 ? one : other);
            }
        });
        return most(since, Comparator.naturalOrder());
    }

    @Override
    public long reached(Roll roll, Map<Seat, Long> numbers, Duration now) {
        var byName = new HashMap<NodeName, Long>();
        numbers.forEach((seat, number) -> {
            if (counts(seat, now)) {
                byName.merge(name(seat), number, Math::max);
            }
        });
        return most(byName, Comparator.<Long>naturalOrder().reversed()).orElse(0L);
    }

    @Override
    public boolean isAsked() {
        return true;
    }

    @Override
    public Optional<String> missing(Roll roll) {
        Set<NodeName> here =
                roll.seats().stream().filter(names::containsKey).map(this::name).collect(toSet());
        return areMost(here.size())
                ? Optional.empty()
                : Optional.of("quorum: of " + new TreeSet<>(voters) + " only " + new TreeSet<>(here)
                        + " are together here, no majority");
    }

    private boolean counts(Seat seat, Duration now) {
        Duration from = countsFrom.get(seat);
        return from != null && from.compareTo(now) <= 0;
    }

    private NodeName name(Seat seat) {
        return requireNonNull(names.get(seat));
    }

    /// Returns the value that most of the voters have reached, who reach them in this order.
    private <T> Optional<T> most(Map<NodeName, T> values, Comparator<T> order) {
        List<T> sorted = values.values().stream().sorted(order).toList();
        return areMost(sorted.size()) ? Optional.of(sorted.get(voters.size() / 2)) : Optional.empty();
    }

    private boolean areMost(int count) {
        return count > voters.size() / 2;
    }
}
