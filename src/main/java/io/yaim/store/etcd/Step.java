package io.yaim.store.etcd;

import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.Op;
import io.yaim.model.Change;
import java.util.List;
import java.util.Set;

/// A change as a transaction that is nested in another: it takes effect as a whole if all comparisons hold.
///
/// @param compared the keys that it compares
/// @param written the keys that it writes
record Step(Change change, Set<String> compared, Set<String> written, List<Cmp> comparisons, List<Op> writes) {

    Op nested() {
        return Op.txn(comparisons.toArray(Cmp[]::new), writes.toArray(Op[]::new), new Op[0]);
    }

    /// Whether it has to wait for a transaction that writes these keys: etcd makes all comparisons of a transaction
    /// before its first write, and refuses one that writes a key twice.
    boolean dependsOn(Set<String> keys) {
        return compared.stream().anyMatch(keys::contains) || written.stream().anyMatch(keys::contains);
    }
}
