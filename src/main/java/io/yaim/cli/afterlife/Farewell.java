package io.yaim.cli.afterlife;

import io.yaim.model.Change;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Bequest;
import io.yaim.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Takes leave of the store for a life that has ended: sees that the store is at hand, drops, passes on what was
/// dropped, if that can be done, and ends the lease in any case.
public final class Farewell {

    private final Store store;
    private final Consumer<String> told;

    public Farewell(Store store, Consumer<String> told) {
        this.store = store;
        this.told = told;
    }

    /// Asks the store up to four times, each within its timeout.
    ///
    /// @throws IOException something is still bound, or it is not known whether the lease has ended
    public void say(NodeName name, LifeRecord life, Guard.Dropping drop) throws IOException {
        boolean isAtHand = isAtHand();
        Set<VirtualIp> dropped = drop.now();
        boolean hasAnswered = isAtHand && passOn(name, life, dropped);
        try {
            store.leave(life.lease());
        } catch (IOException e) {
            if (!hasAnswered) {
                throw e;
            }
            told.accept(e.getMessage() + "; once more");
            store.leave(life.lease());
        }
    }

    private boolean isAtHand() {
        try {
            store.view();
            return true;
        } catch (IOException e) {
            told.accept("nothing is passed on: " + e.getMessage());
            return false;
        }
    }

    /// Returns whether the store has answered.
    private boolean passOn(NodeName name, LifeRecord life, Set<VirtualIp> dropped) {
        if (dropped.isEmpty()) {
            return true;
        }
        try {
            var tenancy = new Tenancy(name, life.incarnation(), life.lease());
            List<Change> changes = Bequest.of(store.view(), tenancy, dropped);
            long passed = store.commit(life.lease(), changes).applied().stream()
                    .filter(Change.HandOver.class::isInstance)
                    .count();
            told.accept("passed on " + passed + " of " + dropped.size() + " addresses");
            return true;
        } catch (IOException e) {
            told.accept("nothing is passed on: " + e.getMessage());
            return false;
        }
    }
}
