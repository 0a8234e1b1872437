package io.yaim.daemon.recovery;

import io.yaim.model.Mark;
import io.yaim.model.NodeName;
import io.yaim.model.StoreChange;
import io.yaim.model.Tenancy;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.DeadNodeHandover;
import io.yaim.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Releases the lease of an incarnation that has ended: waits until the store is reachable, drops, hands over what was
/// dropped, if possible, and ends the lease in any case.
public final class LeaseRelease {

    private final Store store;
    private final Consumer<String> output;

    public LeaseRelease(Store store, Consumer<String> output) {
        this.store = store;
        this.output = output;
    }

    /// Tries up to four times, each within the timeout of the store.
    ///
    /// @throws IOException an address is still bound, or it is not known whether the lease has ended
    public void release(NodeName name, IncarnationRecord record, Cleanup.AddressDrop drop) throws IOException {
        Optional<View> view = view();
        Set<VirtualIp> owned = view.map(seen -> owned(seen, record)).orElse(Set.of());
        Set<VirtualIp> dropped = drop.dropAll(owned);
        boolean hasAnswered = view.isPresent() && handOver(name, record, dropped);
        try {
            store.revokeLease(record.lease());
        } catch (IOException e) {
            if (!hasAnswered) {
                throw e;
            }
            output.accept(e.getMessage() + "; trying again");
            store.revokeLease(record.lease());
        }
    }

    /// Empty if the store is not reachable.
    private Optional<View> view() {
        try {
            return Optional.of(store.view());
        } catch (IOException e) {
            output.accept("nothing is handed over: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Set<VirtualIp> owned(View view, IncarnationRecord record) {
        return view.marks().values().stream()
                .filter(mark -> mark.isAttachedTo(record.lease()))
                .map(Mark::ip)
                .collect(Collectors.toSet());
    }

    /// Returns whether the store has answered.
    private boolean handOver(NodeName name, IncarnationRecord record, Set<VirtualIp> dropped) {
        if (dropped.isEmpty()) {
            return true;
        }
        try {
            var tenancy = new Tenancy(name, record.incarnation(), record.lease());
            List<StoreChange> changes = DeadNodeHandover.of(store.view(), tenancy, dropped);
            long handedOver = store.commit(record.lease(), changes).applied().stream()
                    .filter(StoreChange.HandOver.class::isInstance)
                    .count();
            output.accept("handed over " + handedOver + " of " + dropped.size() + " addresses");
            return true;
        } catch (IOException e) {
            output.accept("nothing is handed over: " + e.getMessage());
            return false;
        }
    }
}
