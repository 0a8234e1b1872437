package io.yaim.store.multicast;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everybody on the roll has to know, however few they are: so every part of a cluster that is divided goes on.
final class Everybody implements Quorum {

    @Override
    public void reported(Seat seat, Voter voter) {}

    @Override
    public void present(Seat seat, Voter voter, Duration now) {}

    /// Who does not report within the time of a lease can hold nothing by a former term any more. If all who report
    /// have
    /// just started or were stopped, others may still hold what they do not know.
    @Override
    public Optional<Basis> basis(Inquiry inquiry, Duration now) {
        boolean isSure = inquiry.heard().values().stream()
                .anyMatch(heard -> heard.at().plus(heard.report().unsure()).compareTo(now) <= 0);
        boolean isEnough = (inquiry.isComplete() && isSure) || inquiry.isOverdue(now);
        return isEnough ? Optional.of(new Basis(inquiry.reports(), Set.of())) : Optional.empty();
    }

    /// Who does not listen holds nobody up: he is in a part of his own, although the others still hear him.
    @Override
    public long reached(Collection<Seat> listening, Map<Seat, Long> numbers, Duration now) {
        return listening.stream()
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

    @Override
    public Optional<String> missingYet(Roll roll, Duration now) {
        return Optional.empty();
    }
}
