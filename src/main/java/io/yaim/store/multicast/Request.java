package io.yaim.store.multicast;

import io.yaim.model.LeaseId;
import io.yaim.store.Transaction;
import java.util.List;

/// What a participant wants of the coordinator.
sealed interface Request {

    record Join() implements Request {}

    record Renew(LeaseId lease) implements Request {}

    /// Each transaction on its own conditions, all at one revision.
    record Commit(LeaseId lease, List<Transaction> transactions) implements Request {

        public Commit {
            transactions = List.copyOf(transactions);
        }
    }

    record Leave(LeaseId lease) implements Request {}

    /// What people want; on no lease.
    record Hand(List<Transaction> transactions) implements Request {

        public Hand {
            transactions = List.copyOf(transactions);
        }
    }

    /// The pool is to become this one, unless it is of a higher version already.
    record Propose(Edition pool) implements Request {}
}
