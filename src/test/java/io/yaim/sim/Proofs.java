package io.yaim.sim;

import io.yaim.model.LeaseId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Until when one life may hold addresses by each of its leases, by rule 2 and by nothing that the loop
/// says of itself: reckoned from when its requests left, what was granted, and whether the answer came in
/// time.
final class Proofs {

    private static final Duration RATE_MARGIN = Duration.ofMillis(100);

    private final Setting setting;
    private final RatedClock clock;
    private final Map<LeaseId, Duration> ends = new HashMap<>();
    private Optional<LeaseId> latest = Optional.empty();
    private final Predicate<LeaseId> isAgreed;
    private boolean isLookPlanned;

    /// @param isAgreed whether it may hold on without a proof: then also an answer after the proof has
    ///     ended
    ///     counts, since a lease that can be renewed has never ended
    Proofs(Setting setting, RatedClock clock, Predicate<LeaseId> isAgreed) {
        this.isAgreed = isAgreed;
        this.setting = setting;
        this.clock = clock;
    }

    /// A lease was granted.
    void granted(LeaseId lease, Duration sent, Duration ttl) {
        latest = Optional.of(lease);
        count(lease, sent, ttl);
    }

    /// A keep-alive was answered.
    void renewed(LeaseId lease, Duration sent, Duration ttl) {
        if (provesAt(lease, clock.now()) || isAgreed.test(lease)) {
            count(lease, sent, ttl);
        }
    }

    private void count(LeaseId lease, Duration sent, Duration ttl) {
        if (clock.now().minus(sent).compareTo(Setting.STORE_TIMEOUT) <= 0) {
            ends.put(lease, sent.plus(ttl).minus(RATE_MARGIN));
            planLook();
        }
    }

    boolean provesAt(LeaseId lease, Duration now) {
        return Optional.ofNullable(ends.get(lease))
                .filter(end -> now.compareTo(end) < 0)
                .isPresent();
    }

    /// Whether it still proves so much later.
    boolean provesFor(LeaseId lease, Duration time) {
        return provesAt(lease, clock.now().plus(time));
    }

    boolean provesNow(LeaseId lease) {
        return provesAt(lease, clock.now());
    }

    /// Whether it was granted to this life.
    boolean knows(LeaseId lease) {
        return ends.containsKey(lease);
    }

    /// For people.
    String says(Optional<LeaseId> lease) {
        return lease.map(held -> "lease " + held + (provesNow(held) ? " proves" : " proved") + " until "
                        + ends.get(held) + ", now " + clock.now())
                .orElse("there is no lease");
    }

    /// The lease that was granted last.
    Optional<LeaseId> latest() {
        return latest;
    }

    /// When a proof ends, nothing else may happen that would make anybody look.
    private void planLook() {
        if (!isLookPlanned) {
            latest.map(ends::get).ifPresent(end -> {
                isLookPlanned = true;
                setting.timeline().at(clock.when(end), this::look);
            });
        }
    }

    private void look() {
        isLookPlanned = false;
        setting.invariants().check();
        if (latest.filter(this::provesNow).isPresent()) {
            planLook();
        }
    }
}
