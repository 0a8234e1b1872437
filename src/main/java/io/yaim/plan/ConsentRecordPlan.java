package io.yaim.plan;

import io.yaim.model.ConsentRecord;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a node does about records of witnesses: keeps its own, and clears away those of nodes that have
/// vanished and are known to hold nothing any more. As long as one of those is there, nothing free is
/// claimed and nothing bound anew.
final class ConsentRecordPlan {

    private final Observation seen;
    private final View view;
    private final List<ConsentRecord> vanishedRecords;

    ConsentRecordPlan(Observation seen, View view) {
        this.seen = seen;
        this.view = view;
        vanishedRecords = view.vanishedConsentRecords(seen.self().incarnation());
    }

    /// Whether somebody who has vanished may still hold what nobody has a mark for.
    boolean isBlocking() {
        return !vanishedRecords.isEmpty();
    }

    /// Those that somebody has to refuse first.
    List<ConsentRecord> refusalRequests() {
        return vanishedRecords.stream().filter(record -> !isRefused(record)).toList();
    }

    private boolean isRefused(ConsentRecord record) {
        return seen.remembered().refusedTenancies().contains(record.tenancy());
    }

    /// @param holdsUnclaimed whether this node holds something that has no mark on its present lease yet
    List<StoreChange> changes(boolean holdsUnclaimed) {
        var changes = new ArrayList<StoreChange>();
        vanishedRecords.stream()
                .filter(this::isRefused)
                .forEach(record -> changes.add(new StoreChange.DeleteConsentRecord(record)));
        ownRecordChange(holdsUnclaimed).ifPresent(changes::add);
        return changes;
    }

    /// The record stays as it is while something is held by it: what has no mark on the present lease yet,
    /// or may live longer than that lease, since a new witness has promised nothing for it.
    private Optional<StoreChange> ownRecordChange(boolean holdsUnclaimed) {
        ConsentRecord known = view.consentRecords().get(seen.self().name());
        boolean isStranger = known != null
                && !known.tenancy().incarnation().equals(seen.self().incarnation());
        Duration proven = seen.lease().orElseThrow().proof().endsAt();
        boolean isLent = seen.remembered().lifetimes().consentLifetimesUntil().compareTo(proven) > 0;
        if (isStranger || holdsUnclaimed || isLent) {
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
