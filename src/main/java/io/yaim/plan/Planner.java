package io.yaim.plan;

import static java.util.stream.Collectors.groupingBy;

import io.yaim.model.BoundAddress;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Turns an observation into a plan. A pure function: the same observation gives the same plan.
public final class Planner {

    private Planner() {}

    /// The actions to carry out now, in order. Empty if nothing has to change.
    public static List<Action> plan(Observation seen) {
        List<BoundAddress> ours = ours(seen);
        if (!seen.isLeaseValid() || seen.view().isEmpty()) {
            return IsolationPlan.plan(seen, ours);
        }
        View view = seen.view().get();
        Map<VirtualIp, List<BoundAddress>> bound = ours.stream().collect(groupingBy(BoundAddress::ip));
        if (hasDuplicateName(seen, view)) {
            var plan = new PlanBuilder().drop(ours, duplicateName(seen));
            if (seen.isLeaving() && ours.isEmpty()) {
                plan.releaseLease();
            }
            return plan.build();
        }
        Optional<String> ineligibility = NodeRegistration.ineligibility(seen);
        if (ineligibility.isPresent()) {
            return StepDownPlan.plan(seen, view, ours, ineligibility.get());
        }
        return seen.isConsentNewerThanLease()
                ? IsolationPlan.plan(seen, ours)
                : new ActivePlan(seen, view, bound).plan();
    }

    /// The last plan before a graceful restart. Empty if no address can be retained.
    public static List<Action> planRestart(Observation seen) {
        Optional<View> view = seen.view()
                .filter(_ -> seen.isLeaseValid()
                        && NodeRegistration.ineligibility(seen).isEmpty())
                .filter(current -> !hasDuplicateName(seen, current));
        return view.map(current -> RestartPlan.plan(seen, current, ours(seen))).orElse(List.of());
    }

    /// Why this node takes no entries, by what it saw; absent if it does.
    public static Optional<String> ineligibility(Observation seen) {
        Optional<String> namesake =
                seen.view().filter(view -> hasDuplicateName(seen, view)).map(_ -> duplicateName(seen));
        return namesake.or(() -> NodeRegistration.ineligibility(seen));
    }

    private static String duplicateName(Observation seen) {
        return "another " + seen.self().name() + " is in the store";
    }

    /// Whether another incarnation with this node's name is in the store, here or elsewhere. Keys of the previous
    /// incarnation do not count while it is remembered.
    public static boolean hasDuplicateName(Observation seen, View view) {
        return Optional.ofNullable(view.members().get(seen.self().name()))
                .filter(member -> !member.incarnation().equals(seen.self().incarnation()))
                .filter(member -> seen.remembered()
                        .previousTenancy()
                        .filter(previousTenancy -> previousTenancy.wrote(member))
                        .isEmpty())
                .isPresent();
    }

    /// The addresses on this host that yaim answers for. They have its protocol number or, for addresses of the pool
    /// only, its label. The addresses of its own entries count in every form, whichever program made it: clients do
    /// not see a difference, and no other node may have them while one is here.
    public static List<BoundAddress> ours(Observation seen) {
        Predicate<BoundAddress> isOurs =
                address -> address.isOurs() || hasOurLabel(seen, address) || seen.isOwned(address.ip());
        return seen.host().addresses().stream().filter(isOurs).toList();
    }

    private static boolean hasOurLabel(Observation seen, BoundAddress address) {
        Optional<String> ours = seen.self().bindSettings().label().map(label -> address.interfaceName() + ":" + label);
        return ours.isPresent()
                && ours.equals(address.label())
                && seen.view()
                        .filter(view -> view.pool().containsKey(address.ip()))
                        .isPresent();
    }
}
