package io.yaim.loop;

import io.yaim.address.Addresses;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.LeaseId;
import io.yaim.model.NodeName;
import io.yaim.model.Sighting;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Listens for others that have what is bound here, or what is to be bound, and asks for them.
final class Lookout {

    /// Probes in one pass; the rest follows in the next, 100 ms later at most. The rate of announcements
    /// does not hold for them, since an entry waits for its probes without an owner.
    static final int MOST_PROBES = 1000;

    private final Addresses addresses;
    private final Clock clock;
    private final Announcements announcements;
    private final Vacancies vacancies;
    private final Consumer<Event> events;
    private final Conflicts conflicts = new Conflicts();
    private final Search search = new Search();
    private Map<VirtualIp, Binding> bound = Map.of();

    Lookout(
            Addresses addresses,
            Clock clock,
            Announcements announcements,
            Vacancies vacancies,
            Consumer<Event> events) {
        this.addresses = addresses;
        this.clock = clock;
        this.announcements = announcements;
        this.vacancies = vacancies;
        this.events = events;
    }

    /// To be told of each view that was read under a lease.
    void saw(View view, NodeName me, LeaseId lease, Duration now) {
        vacancies.saw(view, me, lease, now);
        search.clear();
    }

    void setProbing(boolean isProbing) {
        vacancies.setProbing(isProbing);
    }

    /// What was bound at the last look.
    List<VirtualIp> bound() {
        return List.copyOf(bound.keySet());
    }

    /// Takes in what was heard since the last time, and what follows from it.
    ///
    /// @param ours the addresses of this node that are bound
    void listen(List<BoundAddress> ours, Duration now) {
        bound = ours.stream().collect(Collectors.toMap(BoundAddress::ip, BoundAddress::binding, (one, _) -> one));
        conflicts.retain(bound.keySet());
        hear(now);
        // what somebody answered for to the end is bound now
        vacancies.settle(now).forEach(ip -> conflicts.suspect(ip, now.plus(Conflicts.SETTLING)));
        announcements.repeat(conflicts.defend(now), now);
        for (Sighting last : conflicts.over(now)) {
            events.accept(new Event.ConflictEnded(last));
            announcements.begin(List.of(last.ip()), now);
        }
    }

    /// Whoever cannot hear takes nothing for silence.
    ///
    /// @return whether it could
    private boolean hear(Duration now) {
        var wanted = new ArrayList<>(vacancies.probed());
        wanted.addAll(search.probed());
        wanted.addAll(bound.values());
        List<Sighting> sightings;
        try {
            sightings = addresses.listen(wanted);
        } catch (IOException e) {
            events.accept(new Event.Failed("listen to the wire", String.valueOf(e.getMessage())));
            vacancies.wasDeaf();
            search.wasDeaf();
            return false;
        }
        for (Sighting sighting : sightings) {
            if (bound.containsKey(sighting.ip())) {
                tellIf(conflicts.heard(sighting, now), new Event.ConflictBegan(sighting));
            } else {
                tellIf(vacancies.heard(sighting, now), new Event.Answered(sighting));
                search.heard(sighting, now);
            }
        }
        return true;
    }

    private void tellIf(boolean isNews, Event event) {
        if (isNews) {
            events.accept(event);
        }
    }

    Wire wire(Duration now) {
        var due = new HashSet<>(vacancies.due(now));
        due.addAll(conflicts.due(now));
        due.addAll(search.due(now));
        return new Wire(vacancies.unclear(), due, conflicts.present(), search.sought(), search.vacant(now));
    }

    /// Looks for entries that nobody has.
    void seek(SortedMap<VirtualIp, Integer> ranks) {
        search.seek(ranks, clock.now());
    }

    void bound(List<VirtualIp> ips, Duration now) {
        search.forget(ips);
        conflicts.bound(ips, now);
    }

    /// When there is something to do that no event will tell of.
    Optional<Duration> next(Duration now) {
        return Stream.of(vacancies.next(now), conflicts.next(now), search.next(now))
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }

    /// Asks for these, interface by interface, so that one that is broken holds up no other; listens before
    /// it asks.
    void probe(List<Binding> bindings) {
        Duration now = clock.now();
        List<Binding> some = bindings.subList(0, Math.min(MOST_PROBES, bindings.size()));
        vacancies.probed(some, false, now);
        search.probed(some, false, now);
        conflicts.probed(some.stream().map(Binding::ip).toList(), now);
        if (!hear(now)) {
            return;
        }
        var byInterface = new TreeMap<String, List<Binding>>();
        some.forEach(binding -> byInterface
                .computeIfAbsent(binding.interfaceName(), _ -> new ArrayList<>())
                .add(binding));
        byInterface.values().forEach(each -> ask(each, now));
    }

    private void ask(List<Binding> bindings, Duration now) {
        try {
            addresses.probe(bindings);
            vacancies.probed(bindings, true, now);
            search.probed(bindings, true, now);
            events.accept(new Event.Probed(bindings.size()));
        } catch (IOException e) {
            events.accept(new Event.Failed("probe addresses", String.valueOf(e.getMessage())));
        }
    }
}
