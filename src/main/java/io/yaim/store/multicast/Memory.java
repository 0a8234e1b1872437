package io.yaim.store.multicast;

import java.time.Duration;
import java.util.Optional;

/// Whether what a node knows is all that is granted. Who has just started, or was stopped, does not know what others
/// were granted meanwhile; after the time of a lease they hold nothing by it any more.
final class Memory {

    /// Whoever looks at the clock so rarely may have been stopped, and taken off the roll meanwhile.
    private static final int LOOKS_PER_LEASE = 8;

    private static final int STALLS_PER_LEASE = 2;

    private final Duration ttl;
    private boolean isNew = true;
    private boolean isSeated;
    private Duration looked;
    private Duration sureAt;
    private boolean isTold;
    private Optional<Duration> reportedAt = Optional.empty();
    private Optional<Duration> currentAt = Optional.empty();

    /// @param ttl of leases
    Memory(Duration ttl, Duration now) {
        this.ttl = ttl;
        looked = now;
        sureAt = now.plus(ttl);
    }

    /// To be called before anything else is done.
    ///
    /// @return whether the node was stopped
    boolean look(Duration now) {
        boolean hasStalled = now.minus(looked).compareTo(ttl.dividedBy(STALLS_PER_LEASE)) > 0;
        looked = now;
        if (hasStalled) {
            isNew = false;
            sureAt = now.plus(ttl);
        }
        return hasStalled;
    }

    /// There is a roll. Until the first one, others were granted what they like, and this node was not asked.
    void called(Duration now) {
        if (!isSeated) {
            isSeated = true;
            sureAt = now.plus(ttl);
        }
    }

    /// When to look again, at the latest.
    Duration next() {
        return looked.plus(ttl.dividedBy(LOOKS_PER_LEASE));
    }

    /// A coordinator has told all there is. After a stop that may be old.
    void told() {
        isTold = true;
        currentAt = reportedAt;
        if (isNew) {
            isNew = false;
            sureAt = Duration.ZERO;
        }
    }

    /// The node follows another coordinator.
    void turned() {
        reportedAt = Optional.empty();
    }

    /// What the coordinator tells next it tells after this.
    void reported(Duration now) {
        reportedAt = Optional.of(now);
    }

    /// A question that left then was answered; whatever was told before has come before the answer.
    void answered(Duration sent) {
        currentAt = currentAt.filter(at -> at.compareTo(sent) > 0).or(() -> Optional.of(sent));
    }

    /// Whoever coordinates goes on without those who confirm nothing for the time of a lease.
    private boolean mayBeLeftOut(Duration now) {
        return isTold
                && currentAt.filter(at -> now.minus(at).compareTo(ttl) < 0).isEmpty();
    }

    /// How long others may still hold what this node knows nothing of.
    Duration unsureFor(Duration now) {
        if (mayBeLeftOut(now)) {
            return ttl;
        }
        return sureAt.compareTo(now) > 0 ? sureAt.minus(now) : Duration.ZERO;
    }
}
