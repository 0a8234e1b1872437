package io.yaim.store;

import io.yaim.model.StoreChange;
import io.yaim.store.Store.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One commit: its changes in batches of transactions, so that a conflict of one leaves the rest alone.
public final class Commit {

    private final TransactionBuilder transactionBuilder;
    private final int maxBatchSize;
    private final Sender sender;

    private final List<StoreChange> applied = new ArrayList<>();
    private final List<StoreChange> refused = new ArrayList<>();
    private final List<ChangeTransaction> batch = new ArrayList<>();
    private final Set<String> written = new HashSet<>();

    /// The result of a batch.
    ///
    /// @param revision at which the transactions took effect
    /// @param effects for each transaction whether it took effect
    public record BatchResult(long revision, List<Boolean> effects) {

        public BatchResult {
            effects = List.copyOf(effects);
        }
    }

    /// Sends a batch to the store, which evaluates all conditions of a batch before its first write.
    public interface Sender {

        BatchResult send(List<Transaction> batch) throws IOException;
    }

    /// @param most transactions in one batch
    public Commit(TransactionBuilder transactionBuilder, int most, Sender sender) {
        this.transactionBuilder = transactionBuilder;
        this.maxBatchSize = most;
        this.sender = sender;
    }

    public Outcome run(List<StoreChange> changes) throws IOException {
        for (StoreChange storeChange : changes) {
            Optional<ChangeTransaction> changeTransaction = transactionBuilder.build(storeChange);
            if (!batch.isEmpty() && (batch.size() == maxBatchSize || hasToWait(storeChange, changeTransaction))) {
                send();
                changeTransaction = transactionBuilder.build(storeChange);
            }
            if (changeTransaction.isEmpty()) {
                refused.add(storeChange);
            } else {
                batch.add(changeTransaction.get());
                changeTransaction.get().transaction().writes().stream()
                        .map(Write::key)
                        .forEach(written::add);
            }
        }
        if (!batch.isEmpty()) {
            send();
        }
        return new Outcome(applied, refused);
    }

    /// No key is compared or written after it was written in the same batch. A node key waits for the member key that
    /// the same commit writes, even if its transaction could be built without it.
    private boolean hasToWait(StoreChange storeChange, Optional<ChangeTransaction> changeTransaction) {
        return changeTransaction
                .map(present -> present.touches(written))
                .orElseGet(() ->
                        storeChange instanceof StoreChange.PutNode || storeChange instanceof StoreChange.PutMember);
    }

    private void send() throws IOException {
        BatchResult batchResult =
                sender.send(batch.stream().map(ChangeTransaction::transaction).toList());
        if (batchResult.effects().size() != batch.size()) {
            throw new IOException(
                    "commit: " + batchResult.effects().size() + " answers to " + batch.size() + " transactions");
        }
        for (int i = 0; i < batch.size(); i++) {
            StoreChange storeChange = batch.get(i).storeChange();
            if (batchResult.effects().get(i)) {
                applied.add(storeChange);
                transactionBuilder.recordApplied(storeChange, batchResult.revision());
            } else {
                refused.add(storeChange);
            }
        }
        batch.clear();
        written.clear();
    }
}
