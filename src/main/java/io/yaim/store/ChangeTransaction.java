package io.yaim.store;

import io.yaim.model.StoreChange;
import java.util.Set;

/// A change as a transaction.
public record ChangeTransaction(StoreChange storeChange, Transaction transaction) {

    /// Whether it compares or writes one of these keys.
    public boolean touches(Set<String> keys) {
        return transaction.conditions().stream().map(Condition::key).anyMatch(keys::contains)
                || transaction.writes().stream().map(Write::key).anyMatch(keys::contains);
    }
}
