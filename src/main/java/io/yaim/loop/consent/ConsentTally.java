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

/// The consents of this node's peers. This node may hold its addresses while each peer has consented to a question
/// that was sent less than the consent time ago.
///
/// A consent record that was sent may take effect at any time, even without an answer. So two groups of peers must
/// consent: those in the store's record, and those in a record that can still replace it.
final class ConsentTally {

    private Optional<ConsentRecord> confirmed = Optional.empty();
    private final Set<PendingRewrite> rewrites = new LinkedHashSet<>(); // the same record sent repeatedly counts once
    private final Map<RequiredPeer, Duration> consentSentAt = new HashMap<>();

    /// A peer, in the incarnation whose consent counts.
    record RequiredPeer(NodeName name, Incarnation incarnation, String address) {}

    /// A consent record that was sent, or its deletion, with the revision that the change compares.
    private record PendingRewrite(long comparedRevision, Optional<ConsentRecord> record) {}

    /// The store has this consent record of this incarnation, or none.
    void confirmed(Optional<ConsentRecord> record) {
        if (!tenancy(confirmed).equals(tenancy(record))) {
            consentSentAt.clear();
        }
        confirmed = record;
        long revision = record.map(ConsentRecord::revision).orElse(0L);
        rewrites.removeIf(pendingRewrite -> pendingRewrite.comparedRevision() < revision);
    }

    /// No consent record counts any more.
    void forget() {
        confirmed(Optional.empty());
        rewrites.clear();
    }

    /// Called before a consent record is sent.
    void noteRewrite(ConsentRecord record) {
        rewrites.add(new PendingRewrite(record.revision(), Optional.of(record)));
    }

    /// Called before the deletion of a consent record is sent.
    void noteDeletion(ConsentRecord record) {
        rewrites.add(new PendingRewrite(record.revision(), Optional.empty()));
    }

    /// The consent record that the store has.
    Optional<ConsentRecord> record() {
        return confirmed;
    }

    /// All peers whose consent is needed. Empty if this node cannot hold: it has no consent record, or that may be
    /// deleted or replaced by one of another tenancy at any time.
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

    /// The peer consented to a question that was sent at `sent`.
    void noteConsent(RequiredPeer witness, Duration sent) {
        consentSentAt.merge(witness, sent, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /// The consent of all needed peers; empty while one of them is missing.
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
