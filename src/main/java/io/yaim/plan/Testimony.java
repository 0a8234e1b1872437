package io.yaim.plan;

import io.yaim.model.Change;
import io.yaim.model.View;
import io.yaim.model.Witnesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a node does about records of witnesses: keeps its own, and clears away those of nodes that have
/// vanished and are known to hold nothing any more. As long as one of those is there, nothing free is
/// claimed and nothing bound anew.
final class Testimony {

    private final Observation seen;
    private final View view;
    private final List<Witnesses> vanished;

    Testimony(Observation seen, View view) {
        this.seen = seen;
        this.view = view;
        vanished = view.vanished(seen.self().incarnation());
    }

    /// Whether somebody who has vanished may still hold what nobody has a mark for.
    boolean isBlocking() {
        return !vanished.isEmpty();
    }

    /// Those that somebody has to refuse first.
    List<Witnesses> appeals() {
        return vanished.stream().filter(record -> !isRefused(record)).toList();
    }

    private boolean isRefused(Witnesses record) {
        return seen.memory().refused().contains(record.of());
    }

    /// @param holdsUnclaimed whether this node holds something that has no mark on its present lease yet
    List<Change> changes(boolean holdsUnclaimed) {
        var changes = new ArrayList<Change>();
        vanished.stream().filter(this::isRefused).forEach(record -> changes.add(new Change.DeleteWitnesses(record)));
        own(holdsUnclaimed).ifPresent(changes::add);
        return changes;
    }

    /// The record stays as it is while something is held by it: what has no mark on the present lease yet,
    /// or may live longer than that lease, since a new witness has promised nothing for it.
    private Optional<Change> own(boolean holdsUnclaimed) {
        Witnesses known = view.witnesses().get(seen.self().name());
        boolean isStranger =
                known != null && !known.of().incarnation().equals(seen.self().incarnation());
        Duration proven = seen.lease().orElseThrow().proof().ends();
        boolean isLent = seen.memory().lentUntil().compareTo(proven) > 0;
        if (isStranger || holdsUnclaimed || isLent) {
            return Optional.empty();
        }
        Optional<Witnesses> record = Presence.witnesses(seen, view);
        if (known == null) {
            return record.map(Change.PutWitnesses::new);
        }
        if (record.isEmpty()) {
            return Optional.of(new Change.DeleteWitnesses(known));
        }
        return record.filter(fresh -> !fresh.saysTheSameAs(known))
                .map(fresh -> new Change.PutWitnesses(fresh.at(known.revision())));
    }
}
