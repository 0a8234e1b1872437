package io.yaim.store;

import io.yaim.model.Change;
import io.yaim.store.Store.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One commit: its changes in batches of transactions, so that a conflict of one leaves the rest alone.
public final class Commit {

    private final Steps steps;
    private final int most;
    private final Sender sender;

    private final List<Change> applied = new ArrayList<>();
    private final List<Change> refused = new ArrayList<>();
    private final List<Step> batch = new ArrayList<>();
    private final Set<String> written = new HashSet<>();

    /// What became of a batch.
    ///
    /// @param revision at which all took effect that did
    /// @param effects of each transaction whether it did
    public record Answer(long revision, List<Boolean> effects) {

        public Answer {
            effects = List.copyOf(effects);
        }
    }

    /// The way of a batch to the store, which looks at all conditions of a batch before its first write.
    public interface Sender {

        Answer send(List<Transaction> batch) throws IOException;
    }

    /// @param most transactions in one batch
    public Commit(Steps steps, int most, Sender sender) {
        this.steps = steps;
        this.most = most;
        this.sender = sender;
    }

    public Outcome run(List<Change> changes) throws IOException {
        for (Change change : changes) {
            Optional<Step> step = steps.step(change);
            if (!batch.isEmpty() && (batch.size() == most || hasToWait(change, step))) {
                send();
                step = steps.step(change);
            }
            if (step.isEmpty()) {
                refused.add(change);
            } else {
                batch.add(step.get());
                step.get().transaction().writes().stream().map(Write::key).forEach(written::add);
            }
        }
        if (!batch.isEmpty()) {
            send();
        }
        return new Outcome(applied, refused);
    }

    /// No key is compared or written after it was written in the same batch. A node key waits for the member
    /// key that the same commit writes, even if it could not be worded without.
    private boolean hasToWait(Change change, Optional<Step> step) {
        return step.map(present -> present.touches(written))
                .orElseGet(() -> change instanceof Change.PutNode || change instanceof Change.PutMember);
    }

    private void send() throws IOException {
        Answer answer = sender.send(batch.stream().map(Step::transaction).toList());
        if (answer.effects().size() != batch.size()) {
            throw new IOException(
                    "commit: " + answer.effects().size() + " answers to " + batch.size() + " transactions");
        }
        for (int i = 0; i < batch.size(); i++) {
            Change change = batch.get(i).change();
            if (answer.effects().get(i)) {
                applied.add(change);
                steps.applied(change, answer.revision());
            } else {
                refused.add(change);
            }
        }
        batch.clear();
        written.clear();
    }
}
