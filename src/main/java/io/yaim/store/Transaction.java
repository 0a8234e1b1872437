package io.yaim.store;

import java.util.List;

/// It takes effect as a whole if all conditions hold, and not at all otherwise.
public record Transaction(List<Condition> conditions, List<Write> writes) {

    public Transaction {
        conditions = List.copyOf(conditions);
        writes = List.copyOf(writes);
    }
}
