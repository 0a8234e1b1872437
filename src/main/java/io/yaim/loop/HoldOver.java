package io.yaim.loop;

import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import io.yaim.model.Proof;
import io.yaim.model.Tenancy;
import io.yaim.model.Witnesses;
import io.yaim.plan.Consent;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What this node's own witnesses let it hold: as long as each of them has said yes to a question that left
/// less than the hold ago.
///
/// A record that was sent may take effect at any time, answered or not. So everybody counts who is in the
/// record that the store is known to have, or in one that can still replace it.
final class HoldOver {

    private Optional<Witnesses> confirmed = Optional.empty();
    private final Set<Rewrite> rewrites = new LinkedHashSet<>(); // the same one, sent again and again, is one
    private final Map<Who, Duration> yes = new HashMap<>();

    /// A witness, in the life in which it is one.
    record Who(NodeName name, Incarnation incarnation, String peer) {}

    /// A record that was sent, or a deletion, by the revision that it compares.
    private record Rewrite(long compared, Optional<Witnesses> record) {}

    /// The store has this record of this incarnation's, or none.
    void confirmed(Optional<Witnesses> record) {
        if (!tenancy(confirmed).equals(tenancy(record))) {
            yes.clear();
        }
        confirmed = record;
        long revision = record.map(Witnesses::revision).orElse(0L);
        rewrites.removeIf(rewrite -> rewrite.compared() < revision);
    }

    /// No record counts.
    void forget() {
        confirmed(Optional.empty());
        rewrites.clear();
    }

    /// To be called before a record is sent.
    void rewriting(Witnesses record) {
        rewrites.add(new Rewrite(record.revision(), Optional.of(record)));
    }

    /// To be called before the deletion of a record is sent.
    void deleting(Witnesses record) {
        rewrites.add(new Rewrite(record.revision(), Optional.empty()));
    }

    /// The record that the store is known to have.
    Optional<Witnesses> record() {
        return confirmed;
    }

    /// All whose yes is needed; none when there is no way to hold on: without a record, or when it may be
    /// deleted or made one for another lease at any time.
    Set<Who> witnesses() {
        var all = new LinkedHashSet<Who>();
        if (confirmed.isEmpty()) {
            return all;
        }
        add(all, confirmed.get());
        for (Rewrite rewrite : rewrites) {
            if (!tenancy(rewrite.record()).equals(tenancy(confirmed))) {
                return Set.of();
            }
            add(all, rewrite.record().orElseThrow());
        }
        return all;
    }

    private static Optional<Tenancy> tenancy(Optional<Witnesses> record) {
        return record.map(Witnesses::of);
    }

    private static void add(Set<Who> all, Witnesses record) {
        record.witnesses().forEach((name, witness) -> all.add(new Who(name, witness.incarnation(), witness.peer())));
    }

    /// The witness said yes to a question that left at `sent`.
    void granted(Who witness, Duration sent) {
        yes.merge(witness, sent, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /// What everybody agrees to; empty while somebody has not said yes at all.
    Optional<Consent> consent() {
        Set<Who> needed = witnesses();
        if (needed.isEmpty() || !yes.keySet().containsAll(needed)) {
            return Optional.empty();
        }
        Duration earliest = needed.stream()
                .map(who -> yes.getOrDefault(who, Duration.ZERO))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return confirmed.map(record -> new Consent(record.of().lease(), Proof.from(earliest, record.hold())));
    }
}
