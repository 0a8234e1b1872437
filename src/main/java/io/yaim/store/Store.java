package io.yaim.store;

import io.yaim.model.GroupStatus;
import io.yaim.model.LeaseId;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where pool, nodes and marks live. One thread uses it.
///
/// Each call returns or throws within the timeout of the store. An [IOException] says what failed and why. The
/// request may have taken effect all the same, or may do so later. A call that throws [StoreWentBackException] found
/// that the store has lost changes; the next call starts afresh.
///
/// An implementation is given a [Runnable], which it runs on any thread whenever [#view] may have changed.
public interface Store extends AutoCloseable {

    /// Obtains a new lease, of about `ttl`.
    Granted obtainLease(Duration ttl) throws IOException;

    /// Renews the lease once, and returns the ttl that was granted.
    ///
    /// @throws LeaseEndedException the store does not know the lease any more
    Duration renew(LeaseId lease) throws IOException;

    /// The view of the store, never older than what any call of this object has returned. It may come from memory that
    /// a watch keeps up to date, so it does not show that the store answers now.
    View view() throws IOException;

    /// Writes the changes in this order, each on its own condition. A refused change does not prevent the others.
    ///
    /// @param lease the lease that own keys and marks hang on
    /// @throws LeaseEndedException the store does not know the lease any more; nothing was written
    Outcome commit(LeaseId lease, List<StoreChange> changes) throws IOException;

    /// Ends the lease. Each key and mark on it is removed at once.
    void revokeLease(LeaseId lease) throws IOException;

    /// The role of this node if the nodes themselves are the store; empty with other stores, and before the first
    /// contact.
    default Optional<GroupStatus> standing() {
        return Optional.empty();
    }

    @Override
    void close();

    /// A lease and the ttl that the store granted.
    record Granted(LeaseId id, Duration ttl) {}

    /// Which changes took effect, and which were refused because what they compare had changed.
    record Outcome(List<StoreChange> applied, List<StoreChange> refused) {

        public Outcome {
            applied = List.copyOf(applied);
            refused = List.copyOf(refused);
        }
    }
}
