package io.yaim.loop.announce;

import io.yaim.address.Addresses;
import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Binding;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Announces addresses to all neighbours or, when it is their turn, to single neighbours. Checks before each
/// announcement that it is allowed at that moment.
public final class Announcer {

    /// Two nodes that both took an address detect each other only by their announcements.
    private static final Duration REANNOUNCE_WITHIN = Duration.ofSeconds(10);

    private final Addresses addresses;
    private final Clock clock;
    private final AnnouncementSchedule announcementSchedule;
    private final UnicastAnnouncer unicastAnnouncer;
    private final Consumer<Event> events;

    public Announcer(
            Addresses addresses,
            Clock clock,
            AnnouncementSchedule announcementSchedule,
            KnownNeighbours knownNeighbours,
            Consumer<Event> events) {
        this.addresses = addresses;
        this.clock = clock;
        this.announcementSchedule = announcementSchedule;
        unicastAnnouncer = new UnicastAnnouncer(addresses, clock, announcementSchedule, knownNeighbours, events);
        this.events = events;
    }

    /// Starts the rounds of addresses that have just been bound.
    public void announceBound(List<Binding> bound, Duration now, BooleanSupplier mayAnnounce) throws IOException {
        announcementSchedule.startRounds(ips(bound), now);
        List<VirtualIp> due = announcementSchedule.due(now);
        announce(bound.stream().filter(binding -> due.contains(binding.ip())).toList(), mayAnnounce);
    }

    public void announce(List<Binding> bindings, BooleanSupplier mayAnnounce) throws IOException {
        List<Binding> toAll = bindings.stream()
                .filter(binding -> !announcementSchedule.isUnicastTurn(binding.ip()))
                .toList();
        List<Binding> alone = bindings.stream()
                .filter(binding -> announcementSchedule.isUnicastTurn(binding.ip()))
                .toList();
        if (!toAll.isEmpty() && mayAnnounce.getAsBoolean()) {
            announcementSchedule.noteAnnounced(ips(toAll), clock.now());
            addresses.announce(toAll);
            events.accept(new Event.Announced(toAll.size()));
        }
        unicastAnnouncer.announce(alone, mayAnnounce);
    }

    /// Announces addresses that are held without a proof, and repeats that for as long as they are held.
    public void announceWithoutProof(List<Binding> bindings, BooleanSupplier mayAnnounce) throws IOException {
        announce(bindings, mayAnnounce);
        keepAnnouncing(ips(bindings), clock.now());
    }

    /// Announces each of these addresses again within [#REANNOUNCE_WITHIN].
    public void keepAnnouncing(List<VirtualIp> ips, Duration now) {
        announcementSchedule.announceWithin(ips, REANNOUNCE_WITHIN, now);
    }

    /// Must be called for dropped addresses.
    public void forget(List<VirtualIp> ips) {
        announcementSchedule.forget(ips);
    }

    private static List<VirtualIp> ips(List<Binding> bindings) {
        return bindings.stream().map(Binding::ip).toList();
    }
}
