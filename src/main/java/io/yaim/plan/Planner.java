package io.yaim.plan;

import static java.util.stream.Collectors.groupingBy;

import io.yaim.model.BoundAddress;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// From what a pass saw to what this node does about it. A pure function: the same observation gives the
/// same plan.
public final class Planner {

    private Planner() {}

    /// The steps to take now, in order; empty when everything is as it should be.
    public static List<Action> plan(Observation seen) {
        List<BoundAddress> ours = ours(seen);
        if (!seen.mayHold() || seen.view().isEmpty()) {
            return Isolation.plan(seen, ours);
        }
        View view = seen.view().get();
        Map<VirtualIp, List<BoundAddress>> bound = ours.stream().collect(groupingBy(BoundAddress::ip));
        if (hasNamesake(seen, view)) {
            return seen.isLeaving() && ours.isEmpty()
                    ? List.of(new Action.Leave())
                    : drop(ours, "another " + seen.self().name() + " is in the store");
        }
        Optional<String> unfitness = Presence.unfitness(seen);
        if (unfitness.isPresent()) {
            return Resignation.plan(seen, view, ours, unfitness.get());
        }
        return seen.isStoreSilent() ? Isolation.plan(seen, ours) : new Service(seen, view, bound).plan();
    }

    /// The last plan of a node that stops and means to be back before its lifetimes end; empty if it can
    /// keep nothing.
    public static List<Action> part(Observation seen) {
        Optional<View> view = seen.view()
                .filter(_ -> seen.mayHold() && Presence.unfitness(seen).isEmpty())
                .filter(picture -> !hasNamesake(seen, picture));
        return view.map(picture -> Parting.plan(seen, picture, ours(seen))).orElse(List.of());
    }

    /// Whether this node's name belongs to another incarnation, here or elsewhere, that has not gone yet.
    public static boolean hasNamesake(Observation seen, View view) {
        return Optional.ofNullable(view.members().get(seen.self().name()))
                .filter(member -> !member.incarnation().equals(seen.self().incarnation()))
                .filter(member -> seen.memory()
                        .former()
                        .filter(former -> former.wrote(member))
                        .isEmpty())
                .isPresent();
    }

    /// The addresses that yaim put on this host, by protocol number or, on pool addresses only, by label.
    public static List<BoundAddress> ours(Observation seen) {
        Predicate<BoundAddress> isOurs = address -> address.isOurs() || bearsOurLabel(seen, address);
        return seen.host().addresses().stream().filter(isOurs).toList();
    }

    private static boolean bearsOurLabel(Observation seen, BoundAddress address) {
        Optional<String> ours = seen.self().label().map(label -> address.interfaceName() + ":" + label);
        return ours.isPresent()
                && ours.equals(address.label())
                && seen.view()
                        .filter(view -> view.pool().containsKey(address.ip()))
                        .isPresent();
    }

    static List<Action> drop(List<BoundAddress> addresses, String reason) {
        return addresses.isEmpty() ? List.of() : List.of(new Action.Drop(addresses, reason));
    }
}
