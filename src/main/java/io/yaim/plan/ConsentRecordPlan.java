package io.yaim.plan;

import io.yaim.model.ConsentRecord;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a node does about consent records. It maintains its own, and deletes those of lost nodes that are known to
/// hold nothing any more. While such a record of a lost node exists, no free entry is claimed and nothing new is
/// bound.
final class ConsentRecordPlan {

    private final Observation seen;
    private final View view;
    private final List<ConsentRecord> recordsOfLostNodes;

    ConsentRecordPlan(Observation seen, View view) {
        this.seen = seen;
        this.view = view;
        recordsOfLostNodes = view.consentRecordsOfLostNodes(seen.self().incarnation());
    }

    /// Whether a lost node may still hold free entries.
    boolean isBlocking() {
        return !recordsOfLostNodes.isEmpty();
    }

    /// The consent records of lost nodes that a peer must refuse first.
    List<ConsentRecord> refusalRequests() {
        return recordsOfLostNodes.stream().filter(record -> !isRefused(record)).toList();
    }

    private boolean isRefused(ConsentRecord record) {
        return seen.remembered().refusedTenancies().contains(record.tenancy());
    }

    /// @param holdsUnclaimed whether this node holds an address without a mark on its present lease
    List<StoreChange> changes(boolean holdsUnclaimed) {
        var changes = new ArrayList<StoreChange>();
        recordsOfLostNodes.stream()
                .filter(this::isRefused)
                .forEach(record -> changes.add(new StoreChange.DeleteConsentRecord(record)));
        ownRecordChange(holdsUnclaimed).ifPresent(changes::add);
        return changes;
    }

    /// This node's consent record stays unchanged while an address is held by it. That is an address without a
    /// mark on the present lease, or one that may live longer than that lease. A new peer would have promised
    /// nothing about it.
    private Optional<StoreChange> ownRecordChange(boolean holdsUnclaimed) {
        ConsentRecord known = view.consentRecords().get(seen.self().name());
        boolean isStranger = known != null
                && !known.tenancy().incarnation().equals(seen.self().incarnation());
        Duration proven = seen.lease().orElseThrow().proof().endsAt();
        boolean isConsentLonger =
                seen.remembered().lifetimes().consentLifetimesUntil().compareTo(proven) > 0;
        if (isStranger || holdsUnclaimed || isConsentLonger) {
            return Optional.empty();
        }
        Optional<ConsentRecord> record = NodeRegistration.consentRecord(seen, view);
        if (known == null) {
            return record.map(StoreChange.PutConsentRecord::new);
        }
        if (record.isEmpty()) {
            return Optional.of(new StoreChange.DeleteConsentRecord(known));
        }
        return record.filter(fresh -> !fresh.equalsIgnoringRevision(known))
                .map(fresh -> new StoreChange.PutConsentRecord(fresh.withRevision(known.revision())));
    }
}
