package io.yaim.store.multicast.participant;

import io.yaim.model.LeaseId;
import java.time.Duration;
import java.util.Optional;

/// The lease that a node can prove to have been granted.
final class ProvenLease {

    private Optional<LeaseId> lease = Optional.empty();
    private Duration ends = Duration.ZERO;

    void granted(LeaseId granted, Duration until) {
        boolean isSame = lease.filter(granted::equals).isPresent();
        ends = isSame && ends.compareTo(until) > 0 ? ends : until;
        lease = Optional.of(granted);
    }

    void ended(LeaseId ended) {
        lease = lease.filter(held -> !held.equals(ended));
    }

    Optional<LeaseId> provenAt(Duration now) {
        return lease.filter(_ -> now.compareTo(ends) < 0);
    }
}
