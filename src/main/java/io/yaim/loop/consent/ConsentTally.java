package io.yaim.loop.consent;

import io.yaim.model.ConsentRecord;
import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import io.yaim.model.Proof;
import io.yaim.model.Tenancy;
import io.yaim.plan.UnanimousConsent;
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
final class ConsentTally {

    private Optional<ConsentRecord> confirmed = Optional.empty();
    private final Set<PendingRewrite> rewrites = new LinkedHashSet<>(); // the same one, sent again and again, is one
    private final Map<RequiredPeer, Duration> consentSentAt = new HashMap<>();

    /// A witness, in the life in which it is one.
    record RequiredPeer(NodeName name, Incarnation incarnation, String address) {}

    /// A record that was sent, or a deletion, by the revision that it compares.
    private record PendingRewrite(long comparedRevision, Optional<ConsentRecord> record) {}

    /// The store has this record of this incarnation's, or none.
    void confirmed(Optional<ConsentRecord> record) {
        if (!tenancy(confirmed).equals(tenancy(record))) {
            consentSentAt.clear();
        }
        confirmed = record;
        long revision = record.map(ConsentRecord::revision).orElse(0L);
        rewrites.removeIf(pendingRewrite -> pendingRewrite.comparedRevision() < revision);
    }

    /// No record counts.
    void forget() {
        confirmed(Optional.empty());
        rewrites.clear();
    }

    /// To be called before a record is sent.
    void noteRewrite(ConsentRecord record) {
        rewrites.add(new PendingRewrite(record.revision(), Optional.of(record)));
    }

    /// To be called before the deletion of a record is sent.
    void noteDeletion(ConsentRecord record) {
        rewrites.add(new PendingRewrite(record.revision(), Optional.empty()));
    }

    /// The record that the store is known to have.
    Optional<ConsentRecord> record() {
        return confirmed;
    }

    /// All whose yes is needed; none when there is no way to hold on: without a record, or when it may be
    /// deleted or made one for another lease at any time.
    Set<RequiredPeer> requiredPeers() {
        var all = new LinkedHashSet<RequiredPeer>();
        if (confirmed.isEmpty()) {
            return all;
        }
        add(all, confirmed.get());
        for (PendingRewrite pendingRewrite : rewrites) {
            if (!tenancy(pendingRewrite.record()).equals(tenancy(confirmed))) {
                return Set.of();
            }
            add(all, pendingRewrite.record().orElseThrow());
        }
        return all;
    }

    private static Optional<Tenancy> tenancy(Optional<ConsentRecord> record) {
        return record.map(ConsentRecord::tenancy);
    }

    private static void add(Set<RequiredPeer> all, ConsentRecord record) {
        record.peers()
                .forEach((name, consentPeer) ->
                        all.add(new RequiredPeer(name, consentPeer.incarnation(), consentPeer.address())));
    }

    /// The witness said yes to a question that left at `sent`.
    void noteConsent(RequiredPeer witness, Duration sent) {
        consentSentAt.merge(witness, sent, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /// What everybody agrees to; empty while somebody has not said yes at all.
    Optional<UnanimousConsent> consent() {
        Set<RequiredPeer> needed = requiredPeers();
        if (needed.isEmpty() || !consentSentAt.keySet().containsAll(needed)) {
            return Optional.empty();
        }
        Duration earliest = needed.stream()
                .map(requiredPeer -> consentSentAt.getOrDefault(requiredPeer, Duration.ZERO))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return confirmed.map(
                record -> new UnanimousConsent(record.tenancy().lease(), Proof.from(earliest, record.consentTime())));
    }
}
