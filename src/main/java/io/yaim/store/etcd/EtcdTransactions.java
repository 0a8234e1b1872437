package io.yaim.store.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import io.yaim.store.Condition;
import io.yaim.store.NumericLeaseId;
import io.yaim.store.Transaction;
import io.yaim.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/// Converts transactions to those of etcd.
final class EtcdTransactions {

    private EtcdTransactions() {}

    /// A transaction that is nested in another.
    static Op nested(Transaction transaction) {
        return Op.txn(comparisons(transaction), writes(transaction), new Op[0]);
    }

    static CompletableFuture<TxnResponse> commit(Client client, Transaction transaction) {
        return client.getKVClient()
                .txn()
                .If(comparisons(transaction))
                .Then(writes(transaction))
                .commit();
    }

    private static Cmp[] comparisons(Transaction transaction) {
        return transaction.conditions().stream()
                .map(EtcdTransactions::comparison)
                .toArray(Cmp[]::new);
    }

    private static Op[] writes(Transaction transaction) {
        return transaction.writes().stream().map(EtcdTransactions::write).toArray(Op[]::new);
    }

    /// A revision of 0 compares as "is absent".
    private static Cmp comparison(Condition condition) {
        ByteSequence key = SnapshotReader.bytes(condition.key());
        return switch (condition) {
            case Condition.Absent _ -> new Cmp(key, Cmp.Op.EQUAL, CmpTarget.createRevision(0));
            case Condition.Present _ -> new Cmp(key, Cmp.Op.GREATER, CmpTarget.createRevision(0));
            case Condition.AtRevision(var _, var revision) ->
                new Cmp(key, Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
        };
    }

    private static Op write(Write write) {
        ByteSequence key = SnapshotReader.bytes(write.key());
        return switch (write) {
            case Write.Delete _ -> Op.delete(key, DeleteOption.DEFAULT);
            case Write.Put(var _, var value, var lease) -> {
                PutOption option = lease.map(id -> PutOption.builder()
                                .withLeaseId(NumericLeaseId.number(id))
                                .build())
                        .orElse(PutOption.DEFAULT);
                yield Op.put(key, ByteSequence.from(value, StandardCharsets.UTF_8), option);
            }
        };
    }
}
