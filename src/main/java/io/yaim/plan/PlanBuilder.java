package io.yaim.plan;

import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.ConsentRecord;
import io.yaim.model.StoreChange;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Collects the actions of a plan and puts them in order.
final class PlanBuilder {

    private final List<Action> drops = new ArrayList<>();
    private final List<Binding> refreshes = new ArrayList<>();
    private final List<Binding> heldByConsent = new ArrayList<>();
    private final List<Binding> heldWithoutProof = new ArrayList<>();
    private final List<Binding> claimedWithoutProof = new ArrayList<>();
    private final List<StoreChange> changes = new ArrayList<>();
    private final List<Binding> binds = new ArrayList<>();
    private final List<ConsentRecord> refusalRequests = new ArrayList<>();
    private final SortedMap<VirtualIp, Integer> claimRanks = new TreeMap<>();
    private final List<Binding> probes = new ArrayList<>();
    private final List<Binding> announcements = new ArrayList<>();
    private final List<Binding> announcementsWithoutProof = new ArrayList<>();
    private final List<Action> leaseActions = new ArrayList<>();

    /// First what must be dropped, then what must not expire, then what may take long.
    List<Action> build() {
        var plan = new ArrayList<>(drops);
        add(plan, refreshes, Action.Refresh::new);
        add(plan, heldByConsent, Action.HoldByConsent::new);
        if (!heldWithoutProof.isEmpty() || !claimedWithoutProof.isEmpty()) {
            plan.add(new Action.HoldWithoutProof(heldWithoutProof, claimedWithoutProof));
        }
        add(plan, changes, Action.Commit::new);
        add(plan, binds, Action.Bind::new);
        add(plan, refusalRequests, Action.RequestRefusals::new);
        if (!claimRanks.isEmpty()) {
            plan.add(new Action.StartClaimProbing(claimRanks));
        }
        add(plan, probes, Action.Probe::new);
        add(plan, announcements, Action.Announce::new);
        add(plan, announcementsWithoutProof, Action.AnnounceWithoutProof::new);
        plan.addAll(leaseActions);
        return plan;
    }

    private static <T> void add(List<Action> plan, List<T> content, Function<List<T>, Action> action) {
        if (!content.isEmpty()) {
            plan.add(action.apply(content));
        }
    }

    /// One action for each call, in the sequence of the calls.
    PlanBuilder drop(List<BoundAddress> addresses, String reason) {
        if (!addresses.isEmpty()) {
            drops.add(new Action.Drop(addresses, reason));
        }
        return this;
    }

    void refresh(Binding binding) {
        refreshes.add(binding);
    }

    void holdByConsent(List<Binding> bindings) {
        heldByConsent.addAll(bindings);
    }

    void holdWithoutProof(List<Binding> held, List<Binding> claimed) {
        heldWithoutProof.addAll(held);
        claimedWithoutProof.addAll(claimed);
    }

    void change(StoreChange storeChange) {
        changes.add(storeChange);
    }

    void changeAll(Collection<StoreChange> storeChanges) {
        changes.addAll(storeChanges);
    }

    void bind(Binding binding) {
        binds.add(binding);
    }

    void requestRefusals(List<ConsentRecord> records) {
        refusalRequests.addAll(records);
    }

    void startClaimProbing(VirtualIp ip, int rank) {
        claimRanks.put(ip, rank);
    }

    void probe(Binding binding) {
        probes.add(binding);
    }

    void announce(Binding binding) {
        announcements.add(binding);
    }

    void announceWithoutProof(Binding binding) {
        announcementsWithoutProof.add(binding);
    }

    void obtainLease() {
        leaseActions.add(new Action.ObtainLease());
    }

    void releaseLease() {
        leaseActions.add(new Action.ReleaseLease());
    }
}
