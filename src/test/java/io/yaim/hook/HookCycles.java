package io.yaim.hook;

import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Health;
import io.yaim.model.Host;
import io.yaim.model.Incarnation;
import io.yaim.model.Lease;
import io.yaim.model.LeaseId;
import io.yaim.model.Link;
import io.yaim.model.ViewBuilder;
import io.yaim.plan.Action;
import io.yaim.plan.Entitlement;
import io.yaim.plan.HealthVerdicts;
import io.yaim.plan.LocalHost;
import io.yaim.plan.Observation;
import io.yaim.plan.Probations;
import io.yaim.plan.ProbeStatus;
import io.yaim.plan.RememberedState;
import io.yaim.plan.RememberedStates;
import io.yaim.plan.SeenStore;
import io.yaim.plan.Self;
import io.yaim.plan.SelfBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Cycles of node `a`, in a short notation. Addresses are on eth0, with prefix length 24.
final class HookCycles {

    private static final Duration NOW = Duration.ofSeconds(1000);

    private HookCycles() {}

    /// Nothing was bound, and these are bound now.
    static Cycle binding(int... ips) {
        List<Binding> bindings =
                Arrays.stream(ips).mapToObj(ip -> address(ip, "eth0").binding()).toList();
        var bound = new Event.Bound(bindings.stream().map(Binding::ip).toList(), 6);
        return pass(seen(true), List.of(new Action.Bind(bindings)), bound);
    }

    /// These were bound, and a plan drops them.
    static Cycle dropping(boolean isProven, int... ips) {
        List<BoundAddress> addresses = addresses(ips);
        return pass(
                seen(isProven, ips),
                List.of(new Action.Drop(addresses, "planned")),
                new Event.Dropped(addresses, "planned"));
    }

    /// These are bound, and no plan drops any.
    static Cycle with(boolean isProven, int[] ips, Event... events) {
        return pass(seen(isProven, ips), List.of(), events);
    }

    static Cycle pass(Observation seen, List<Action> plan, Event... events) {
        return new Cycle(Optional.of(seen), plan, List.of(events), NOW, NOW, Duration.ofSeconds(1), false);
    }

    static List<BoundAddress> addresses(int... ips) {
        return IntStream.of(ips).mapToObj(ip -> address(ip, "eth0")).toList();
    }

    static BoundAddress address(int ip, String interfaceName) {
        return new BoundAddress(HookFixtures.ip(ip), interfaceName, 24, Optional.empty(), true, 6);
    }

    static Observation seen(boolean isProven, int... ips) {
        return seen(isProven, true, addresses(ips));
    }

    /// @param hasSeenStore whether this incarnation has read the store
    static Observation seen(boolean isProven, boolean hasSeenStore, List<BoundAddress> addresses) {
        var links = new TreeMap<String, Link>();
        links.put("eth0", new Link("eth0", 2, true, Optional.empty(), Optional.empty(), true));
        var lease = new Lease(new LeaseId("a"), Duration.ofSeconds(9), NOW.minusSeconds(isProven ? 0 : 9));
        return new Observation(
                self(),
                NOW,
                new HealthVerdicts(new Health.Healthy(), new TreeMap<>()),
                new LocalHost(new Host(links, addresses), Duration.ZERO, List.of(), Probations.none()),
                new Entitlement(Optional.of(lease), Optional.empty()),
                new SeenStore(Optional.empty(), Optional.empty()),
                memory(hasSeenStore),
                false);
    }

    private static Self self() {
        return SelfBuilder.of(HookFixtures.NODE, Incarnation.of(1)).build();
    }

    private static RememberedState memory(boolean hasSeenStore) {
        var view = ViewBuilder.at(1).build();
        return RememberedStates.of(Optional.of(view).filter(_ -> hasSeenStore), ProbeStatus.empty());
    }
}
