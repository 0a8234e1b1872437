package io.yaim.store.multicast;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everybody on the roll has to know, however few they are: so every part of a cluster that is divided goes on.
final class Everybody implements Quorum {

    @Override
    public void came(Seat seat, Voter voter, Duration now) {}

    /// Who does not report within the time of a lease can hold nothing by a former term any more. If all who report
    /// have
    /// just started or were stopped, others may still hold what they do not know.
    @Override
    public Optional<List<Note.Report>> counting(Inquiry inquiry, Duration now) {
        boolean isSure = inquiry.heard().values().stream()
                .anyMatch(heard -> heard.at().plus(heard.report().unsure()).compareTo(now) <= 0);
        boolean isEnough = (inquiry.isComplete() && isSure) || inquiry.isOverdue(now);
        return isEnough ? Optional.of(inquiry.reports()) : Optional.empty();
    }

    @Override
    public long reached(Roll roll, Map<Seat, Long> numbers, Duration now) {
        return roll.seats().stream()
                .mapToLong(seat -> numbers.getOrDefault(seat, 0L))
                .min()
                .orElse(0);
    }

    @Override
    public boolean isAsked() {
        return false;
    }

    @Override
    public Optional<String> missing(Roll roll) {
        return Optional.empty();
    }
}
