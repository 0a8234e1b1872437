package io.yaim.store;

import java.util.List;

/// What takes effect as a whole if all conditions hold, or not at all.
public record Transaction(List<Condition> conditions, List<Write> writes) {

    public Transaction {
        conditions = List.copyOf(conditions);
        writes = List.copyOf(writes);
    }
}
