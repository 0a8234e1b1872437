package io.yaim.store;

import io.yaim.model.GroupStatus;
import io.yaim.model.LeaseId;
import io.yaim.model.StoreChange;
import io.yaim.model.View;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where pool, nodes and marks live. Used by one thread.
///
/// Each call returns or throws within the store timeout that the adapter was made with. An [IOException] says
/// what was tried and why it failed; what was asked for may have taken effect all the same, then or later. A
/// call that throws [StoreWentBackException] found that the store has lost what it once said; the next call
/// starts afresh.
///
/// An adapter is handed a [Runnable] that it runs, on any thread, whenever [#view] may have something new to say.
public interface Store extends AutoCloseable {

    /// Obtains a new lease, of about `ttl`.
    Granted obtainLease(Duration ttl) throws IOException;

    /// Renews the lease once, and returns the time to live that was granted.
    ///
    /// @throws LeaseEndedException the store does not know the lease any more
    Duration renew(LeaseId lease) throws IOException;

    /// The picture of the store, never older than what this adapter was last told by any call.
    View view() throws IOException;

    /// Writes the changes, in this order, each on its own condition. One that is refused does not hold up the
    /// rest.
    ///
    /// @param lease the lease that own keys and marks are hung on
    /// @throws LeaseEndedException the store does not know the lease any more; nothing was written
    Outcome commit(LeaseId lease, List<StoreChange> changes) throws IOException;

    /// Ends the lease; every key and mark on it goes at once.
    void revokeLease(LeaseId lease) throws IOException;

    /// How this node stands among those that keep the store; empty where others keep it, and before any is heard.
    default Optional<GroupStatus> standing() {
        return Optional.empty();
    }

    @Override
    void close();

    /// A lease and the time to live that the store granted.
    record Granted(LeaseId id, Duration ttl) {}

    /// Which changes took effect, and which were refused because what they compare had changed.
    record Outcome(List<StoreChange> applied, List<StoreChange> refused) {

        public Outcome {
            applied = List.copyOf(applied);
            refused = List.copyOf(refused);
        }
    }
}
