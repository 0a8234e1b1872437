package io.yaim.plan;

import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Lease;
import io.yaim.model.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The plan of a node that does not see the store, or whose lease proves nothing. It takes nothing, except in
/// claim mode, and holds what a proof allows. Only this node could have removed the marks that it saw on its
/// present lease. Their addresses also stay by consent of all peers.
final class IsolationPlan {

    private final Observation seen;
    private final List<BoundAddress> expired = new ArrayList<>();
    private final List<BoundAddress> failing = new ArrayList<>();
    private final List<BoundAddress> misplaced = new ArrayList<>();
    private final List<Binding> proven = new ArrayList<>();
    private final List<Binding> heldByConsent = new ArrayList<>();
    private final List<Binding> heldByClaim = new ArrayList<>();

    private IsolationPlan(Observation seen) {
        this.seen = seen;
    }

    static List<Action> plan(Observation seen, List<BoundAddress> ours) {
        return new IsolationPlan(seen).plan(ours);
    }

    private List<Action> plan(List<BoundAddress> ours) {
        Optional<String> ineligibility = NodeRegistration.ineligibility(seen);
        if (ineligibility.isPresent()) {
            expired.addAll(ours);
        } else {
            ours.forEach(this::classify);
        }
        var plan = new PlanBuilder();
        plan.drop(expired, ineligibility.orElse("the proof of ownership has ended"));
        plan.drop(failing, "a check of its own fails");
        plan.drop(misplaced, "not bound by yaim");
        if (!proven.isEmpty() && isRefreshDue(seen.lease().orElseThrow().proof(), ours)) {
            proven.forEach(plan::refresh);
        }
        if (!heldByConsent.isEmpty()
                && isRefreshDue(seen.unanimousConsent().orElseThrow().proof(), ours)) {
            plan.holdByConsent(heldByConsent);
        }
        if (ineligibility.isEmpty()) {
            ClaimModePlan.addTo(plan, seen, ours, heldByClaim);
        }
        if (expired.isEmpty() && failing.isEmpty() && seen.lease().isEmpty() && !seen.isLeaving()) {
            plan.obtainLease();
        }
        return plan.build();
    }

    /// Uses the proof that ends later.
    private void classify(BoundAddress address) {
        if (!address.isOurs() && !isAsBound(address)) {
            misplaced.add(address);
            return;
        }
        Binding binding = address.binding();
        boolean isProven = seen.isLeaseValid() && seen.wasOnThisLease(address.ip());
        boolean isHeldByConsent = seen.isHeldByConsent(address.ip()) && !hasConflict(address);
        if (seen.isOwnCheckFailing(address.ip())) {
            failing.add(address);
        } else if (seen.isInherited(address.ip())) {
            if (!seen.isRetained(address.ip())) {
                expired.add(address);
            }
        } else if (seen.isHoldingByClaim(address.ip())) {
            heldByClaim.add(binding);
        } else if (isHeldByConsent && !(isProven && isLeaseLonger())) {
            heldByConsent.add(binding);
        } else if (isProven) {
            proven.add(binding);
        } else {
            expired.add(address);
        }
    }

    /// A node that cannot prove that it owns an address does not defend it.
    private boolean hasConflict(BoundAddress address) {
        return !seen.isLeaseValid()
                && seen.remembered().probeStatus().conflicts().containsKey(address.ip());
    }

    /// When it is time to; and at once where another program has changed an address, which takes it over again.
    private boolean isRefreshDue(Proof proof, List<BoundAddress> ours) {
        return seen.isRefreshDue(proof, ours) || ours.stream().anyMatch(address -> !address.isOurs());
    }

    /// Whether another program has bound the address just as this node binds it.
    private boolean isAsBound(BoundAddress address) {
        return seen.remembered()
                .lastView()
                .map(last -> last.pool().get(address.ip()))
                .filter(entry -> seen.self().binding(entry).equals(address.binding()))
                .isPresent();
    }

    private boolean isLeaseLonger() {
        Proof byLease = seen.lease().map(Lease::proof).orElseThrow();
        return byLease.endsAt()
                        .compareTo(seen.unanimousConsent().orElseThrow().proof().endsAt())
                >= 0;
    }
}
