package io.yaim.store.multicast.protocol;

import io.yaim.model.LeaseId;
import io.yaim.store.Transaction;
import java.util.List;

/// A request to the coordinator.
public sealed interface Request {

    record ObtainLease() implements Request {}

    record RenewLease(LeaseId lease) implements Request {}

    /// Each transaction on its own conditions, all at one revision.
    record Commit(LeaseId lease, List<Transaction> transactions) implements Request {

        public Commit {
            transactions = List.copyOf(transactions);
        }
    }

    record RevokeLease(LeaseId lease) implements Request {}

    /// Transactions of an operator request; they hang on no lease.
    record AdminCommit(List<Transaction> transactions) implements Request {

        public AdminCommit {
            transactions = List.copyOf(transactions);
        }
    }

    /// This becomes the pool, unless the pool has a higher version already.
    record ProposePool(VersionedPool pool) implements Request {}
}
