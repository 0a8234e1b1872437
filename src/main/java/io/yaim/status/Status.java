package io.yaim.status;

import io.yaim.check.CheckResults;
import io.yaim.loop.Clock;
import io.yaim.loop.Cycle;
import io.yaim.loop.Event;
import io.yaim.model.Lease;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.EntryStates;
import io.yaim.plan.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What a running node tells of itself and of the cluster. Is told of each pass on the loop's thread; may
/// be asked by any.
public final class Status implements Consumer<Cycle> {

    private final Clock clock;
    private final InstantSource wall;
    private final Supplier<CheckResults> checks;
    private final States states;
    private final Timeline timeline = new Timeline();
    private final Chronicle chronicle = new Chronicle();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Map<VirtualIp, Since> since = Map.of();
    private Optional<String> trouble = Optional.empty();
    private volatile Optional<Known> latest = Optional.empty();

    /// Since when an owner has had an entry.
    private record Since(NodeName owner, Instant time) {}

    /// What the latest pass left behind.
    private record Known(
            Observation seen,
            Optional<View> view,
            Duration viewedAt,
            Optional<String> trouble,
            EntryStates states,
            Map<VirtualIp, Since> since) {}

    /// @param wall for people
    /// @param states told of each pass before this
    public Status(Clock clock, InstantSource wall, Supplier<CheckResults> checks, States states) {
        this.states = states;
        this.clock = clock;
        this.wall = wall;
        this.checks = checks;
    }

    /// What happened lately.
    public Timeline timeline() {
        return timeline;
    }

    /// What is known now; without a view until the store was read once, and without a node until a pass has
    /// ended.
    public Picture picture() {
        return latest.map(this::picture)
                .orElseGet(() -> new Picture(wall.instant(), Duration.ZERO, Optional.empty(), Optional.empty()));
    }

    /// Waits until the view is one that shows this, or the patience ends.
    public void await(Predicate<View> shown, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (left > 0 && latest.flatMap(Known::view).filter(shown).isEmpty()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Tells of something that did not come of a pass. May be called by any thread.
    public void happened(Happening.Kind kind, String text) {
        synchronized (chronicle) {
            timeline.add(List.of(chronicle.tell(kind, text, wall.instant())));
        }
    }

    @Override
    public void accept(Cycle cycle) {
        Instant now = wall.instant();
        synchronized (chronicle) {
            timeline.add(chronicle.tell(cycle, states.transitions(), now));
        }
        if (cycle.seen().isPresent()) {
            Known next = known(cycle.seen().get(), cycle, now);
            lock.lock();
            try {
                latest = Optional.of(next);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private Known known(Observation seen, Cycle cycle, Instant now) {
        Optional<Known> before = latest;
        Optional<View> view = seen.view()
                .or(() -> before.flatMap(Known::view))
                .or(() -> seen.memory().lastView());
        Duration viewedAt = seen.view().isPresent()
                ? seen.now()
                : before.map(Known::viewedAt).orElse(seen.now());
        if (seen.view().isPresent()) {
            trouble = Optional.empty();
            if (before.flatMap(Known::view).filter(view.get()::equals).isEmpty()) {
                noteOwners(view.get(), now);
            }
        } else {
            trouble = reason(cycle).or(() -> trouble).or(() -> Optional.of("not read yet"));
        }
        return new Known(seen, view, viewedAt, trouble, states.states(), since);
    }

    private static Optional<String> reason(Cycle cycle) {
        return cycle.events().stream()
                .filter(Event.Failed.class::isInstance)
                .map(event -> ((Event.Failed) event).reason())
                .reduce((first, second) -> second);
    }

    private void noteOwners(View view, Instant now) {
        var next = new HashMap<VirtualIp, Since>();
        Picture.owners(view).forEach((ip, owner) -> {
            Since known = since.get(ip);
            next.put(ip, known != null && known.owner().equals(owner) ? known : new Since(owner, now));
        });
        since = Map.copyOf(next);
    }

    private Picture picture(Known known) {
        Duration now = clock.now();
        Duration leaseLeft = known.seen()
                .lease()
                .map(Lease::proof)
                .map(proof -> proof.ends().minus(now))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
        var ownedSince = new HashMap<VirtualIp, Instant>();
        known.since().forEach((ip, owned) -> ownedSince.put(ip, owned.time()));
        var own = new Picture.OwnNode(
                known.seen(), known.trouble(), known.states().byIp(), ownedSince, leaseLeft, checks.get());
        return new Picture(wall.instant(), now.minus(known.viewedAt()), known.view(), Optional.of(own));
    }
}
