package io.yaim.store.multicast.protocol;

import io.yaim.model.LeaseId;
import java.time.Duration;
import java.util.List;

/// A reply of the coordinator.
public sealed interface Reply {

    record Granted(LeaseId lease, Duration ttl) implements Reply {}

    record Renewed(Duration ttl) implements Reply {}

    /// The result of transactions.
    ///
    /// @param effects for each transaction whether it took effect
    record Committed(long revision, List<Boolean> effects) implements Reply {

        public Committed {
            effects = List.copyOf(effects);
        }
    }

    record Done() implements Reply {}

    /// The lease has ended.
    record LeaseEnded() implements Reply {}

    /// Nothing was done.
    record Rejected(String reason) implements Reply {}
}
