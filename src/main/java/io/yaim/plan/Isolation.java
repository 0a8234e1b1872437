package io.yaim.plan;

import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Lease;
import io.yaim.model.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The plan of a node that does not see the store, or whose lease proves nothing: take nothing, and keep
/// what a proof allows. Only this node could have taken away the marks that it saw on its present lease;
/// what hung on it stays also by the leave of all witnesses.
final class Isolation {

    private final Observation seen;
    private final List<BoundAddress> ended = new ArrayList<>();
    private final List<BoundAddress> failing = new ArrayList<>();
    private final List<Binding> proven = new ArrayList<>();
    private final List<Binding> heldOver = new ArrayList<>();
    private final List<Binding> adrift = new ArrayList<>();

    private Isolation(Observation seen) {
        this.seen = seen;
    }

    static List<Action> plan(Observation seen, List<BoundAddress> ours) {
        return new Isolation(seen).plan(ours);
    }

    private List<Action> plan(List<BoundAddress> ours) {
        Optional<String> unfitness = Presence.unfitness(seen);
        if (unfitness.isPresent()) {
            ended.addAll(ours);
        } else {
            ours.forEach(this::sort);
        }
        var plan = new ArrayList<Action>(Planner.drop(ended, unfitness.orElse("the proof of ownership has ended")));
        plan.addAll(Planner.drop(failing, "a check of its own fails"));
        if (!proven.isEmpty() && seen.isRefreshDue(seen.lease().orElseThrow().proof(), ours)) {
            plan.add(new Action.Refresh(proven));
        }
        if (!heldOver.isEmpty()
                && seen.isRefreshDue(seen.consent().orElseThrow().proof(), ours)) {
            plan.add(new Action.HoldOver(heldOver));
        }
        if (unfitness.isEmpty()) {
            plan.addAll(Adrift.plan(seen, ours, adrift));
        }
        if (ended.isEmpty() && failing.isEmpty() && seen.lease().isEmpty() && !seen.isLeaving()) {
            plan.add(new Action.Join());
        }
        return plan;
    }

    /// By the proof that lasts longer.
    private void sort(BoundAddress address) {
        Binding binding = address.binding();
        boolean isProven = seen.mayHold() && seen.hungOnThisLease(address.ip());
        boolean isHeldOver = seen.isHeldOver(address.ip()) && !isContested(address);
        if (seen.isFailing(address.ip())) {
            failing.add(address);
        } else if (seen.isInherited(address.ip())) {
            if (!seen.isKept(address.ip())) {
                ended.add(address);
            }
        } else if (seen.isAdrift(address.ip())) {
            adrift.add(binding);
        } else if (isHeldOver && !(isProven && isLeaseLonger())) {
            heldOver.add(binding);
        } else if (isProven) {
            proven.add(binding);
        } else {
            ended.add(address);
        }
    }

    /// Who cannot prove that an address is his does not defend it.
    private boolean isContested(BoundAddress address) {
        return !seen.mayHold() && seen.memory().wire().conflicts().containsKey(address.ip());
    }

    private boolean isLeaseLonger() {
        Proof byLease = seen.lease().map(Lease::proof).orElseThrow();
        return byLease.ends().compareTo(seen.consent().orElseThrow().proof().ends()) >= 0;
    }
}
