package io.yaim.status;

import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressSighting;
import io.yaim.model.BoundAddress;
import io.yaim.model.Member;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.plan.EntryStates;
import io.yaim.plan.Observation;
import io.yaim.plan.Placement;
import io.yaim.plan.Planner;
import io.yaim.status.TimelineEvent.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Builds events from the differences between cycles: what this node did, and what changed in the store. Only
/// one thread uses it.
final class TimelineBuilder {

    /// An incarnation starts above all ids of the previous one, so that a client that reconnects misses nothing.
    private static final long IDS_PER_MILLI = 1000;

    private final List<TimelineEvent> events = new ArrayList<>();
    private Optional<View> view = Optional.empty();
    private String health = "";
    private boolean isStoreReachable;
    private Map<VirtualIp, NodeName> owners = Map.of();
    private Instant time = Instant.EPOCH;
    private String me = "";
    private long id;

    /// Returns the events of this cycle.
    ///
    /// @param transitions the changes of states of entries on this node
    List<TimelineEvent> collect(Cycle cycle, List<EntryStates.Transition> transitions, Instant now) {
        events.clear();
        time = now;
        cycle.observation().ifPresent(this::compare);
        cycle.events().forEach(this::collect);
        transitions.forEach(this::collect);
        return List.copyOf(events);
    }

    /// Returns an event that does not come from a cycle.
    TimelineEvent collect(Kind kind, String text, Instant now) {
        events.clear();
        time = now;
        addOwn(kind, text);
        return events.getFirst();
    }

    private void compare(Observation seen) {
        me = seen.self().name().value();
        String nextHealth = Planner.ineligibility(seen)
                .map(reason -> "unhealthy: " + reason)
                .orElse("healthy");
        if (!health.equals(nextHealth) && !seen.isLeaving()) {
            health = nextHealth;
            addOwn(Kind.HEALTH, nextHealth);
        }
        boolean isThere = seen.view().isPresent();
        if (view.isPresent() && isStoreReachable != isThere) {
            addOwn(Kind.STORE, isThere ? "the store is reachable again" : "the store is unreachable");
        }
        isStoreReachable = isThere;
        if (seen.view().isPresent() && view.filter(seen.view().get()::equals).isEmpty()) {
            View next = seen.view().get();
            Map<VirtualIp, NodeName> nextOwners = Placement.owners(next);
            view.ifPresent(last -> compare(last, next, nextOwners));
            view = Optional.of(next);
            owners = nextOwners;
        }
    }

    private void compare(View last, View next, Map<VirtualIp, NodeName> nextOwners) {
        comparePools(last, next);
        compareMembers(last, next);
        compareWishes(last, next);
        var owned = new TreeSet<>(owners.keySet());
        owned.addAll(nextOwners.keySet());
        for (VirtualIp ip : owned) {
            Optional<String> from = Optional.ofNullable(owners.get(ip)).map(NodeName::value);
            Optional<String> to = Optional.ofNullable(nextOwners.get(ip)).map(NodeName::value);
            if (!from.equals(to)) {
                add(
                        Kind.OWNER,
                        to.or(() -> from),
                        Optional.of(ip),
                        from,
                        to,
                        to.map(name -> ip + " is now owned by " + name).orElse(ip + " has no owner"));
            }
        }
    }

    private void comparePools(View last, View next) {
        var ips = new TreeSet<>(last.pool().keySet());
        ips.addAll(next.pool().keySet());
        for (VirtualIp ip : ips) {
            boolean wasThere = last.pool().containsKey(ip);
            boolean isThere = next.pool().containsKey(ip);
            if (!Objects.equals(last.pool().get(ip), next.pool().get(ip))) {
                String what = wasThere ? isThere ? "changed" : "removed" : "added";
                add(Kind.POOL, Optional.empty(), Optional.of(ip), ip + " " + what);
            }
        }
    }

    private void compareMembers(View last, View next) {
        var names = new TreeSet<>(last.members().keySet());
        names.addAll(next.members().keySet());
        for (NodeName name : names) {
            Optional<String> from =
                    Optional.ofNullable(last.members().get(name)).map(TimelineBuilder::state);
            Optional<String> to = Optional.ofNullable(next.members().get(name)).map(TimelineBuilder::state);
            if (!from.equals(to)) {
                String reason = Optional.ofNullable(next.members().get(name))
                        .map(Member::reason)
                        .orElse("");
                String text = name + " is " + to.orElse("gone") + (reason.isEmpty() ? "" : ": " + reason);
                add(Kind.NODE, Optional.of(name.value()), Optional.empty(), from, to, text);
            }
        }
    }

    private static String state(Member member) {
        return member.state().name().toLowerCase(Locale.ROOT);
    }

    private void compareWishes(View last, View next) {
        Set<Wish> made = new HashSet<>(next.wishes());
        made.removeAll(last.wishes());
        made.forEach(wish -> collect(wish, true));
        Set<Wish> withdrawn = new HashSet<>(last.wishes());
        withdrawn.removeAll(next.wishes());
        withdrawn.forEach(wish -> collect(wish, false));
    }

    private void collect(Wish wish, boolean isMade) {
        switch (wish) {
            case Wish.Drain(NodeName node) ->
                add(
                        Kind.WISH,
                        Optional.of(node.value()),
                        Optional.empty(),
                        node + (isMade ? " is drained" : " is no longer drained"));
            case Wish.Pin(VirtualIp ip, NodeName node) ->
                add(
                        Kind.WISH,
                        Optional.of(node.value()),
                        Optional.of(ip),
                        ip + (isMade ? " is pinned to " : " is no longer pinned to ") + node);
            case Wish.Pause() ->
                add(
                        Kind.WISH,
                        Optional.empty(),
                        Optional.empty(),
                        isMade ? "moves for balance are paused" : "moves for balance are resumed");
        }
    }

    private void collect(Event event) {
        switch (event) {
            case Event.Bound bound -> bound.ips().forEach(ip -> addOwn(Kind.BIND, ip, "bound " + ip));
            case Event.Dropped(List<BoundAddress> addresses, String reason) ->
                addresses.forEach(
                        address -> addOwn(Kind.DROP, address.ip(), "dropped " + address.ip() + ": " + reason));
            case Event.LeaseLost lost -> addOwn(Kind.FENCE, "the lease is lost: " + lost.reason());
            case Event.ConflictBegan(AddressSighting by) ->
                addOwn(Kind.CONFLICT, by.ip(), by.senderHardware() + " claims to have " + by.ip());
            case Event.ConflictEnded(AddressSighting by) ->
                addOwn(Kind.CONFLICT, by.ip(), by.senderHardware() + " no longer claims to have " + by.ip());
            case Event.LeaseObtained _,
                    Event.LeaseReleased _,
                    Event.AddressesRetained _,
                    Event.Refreshed _,
                    Event.Announced _,
                    Event.UnicastAnnounced _ -> {}
            case Event.HardwareChanged _,
                    Event.Probed _,
                    Event.ProbeAnswered _,
                    Event.ChangeApplied _,
                    Event.ChangeRejected _,
                    Event.Failed _ -> {}
        }
    }

    private void collect(EntryStates.Transition transition) {
        add(
                Kind.STATE,
                Optional.of(me),
                Optional.of(transition.ip()),
                Optional.of(transition.from().name()),
                Optional.of(transition.to().name()),
                transition.ip() + ": " + transition.from() + " to " + transition.to() + " by " + transition.event());
    }

    private void addOwn(Kind kind, String text) {
        add(kind, Optional.of(me), Optional.empty(), text);
    }

    private void addOwn(Kind kind, VirtualIp ip, String text) {
        add(kind, Optional.of(me), Optional.of(ip), text);
    }

    private void add(Kind kind, Optional<String> node, Optional<VirtualIp> ip, String text) {
        add(kind, node, ip, Optional.empty(), Optional.empty(), text);
    }

    private void add(
            Kind kind,
            Optional<String> node,
            Optional<VirtualIp> ip,
            Optional<String> from,
            Optional<String> to,
            String text) {
        id = id == 0 ? time.toEpochMilli() * IDS_PER_MILLI : id + 1;
        events.add(new TimelineEvent(id, time, kind, node, ip.map(VirtualIp::toString), from, to, text));
    }
}
