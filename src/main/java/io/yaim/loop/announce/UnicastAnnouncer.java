package io.yaim.loop.announce;

import io.yaim.address.Addresses;
import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Binding;
import io.yaim.model.Neighbour;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Announces addresses to single neighbours. One cycle sends so few frames that it takes well under 100 ms.
final class UnicastAnnouncer {

    /// The number of frames between two checks of the clock.
    private static final int SLICE = 100;

    private final Addresses addresses;
    private final Clock clock;
    private final AnnouncementSchedule announcementSchedule;
    private final KnownNeighbours knownNeighbours;
    private final Consumer<Event> events;

    UnicastAnnouncer(
            Addresses addresses,
            Clock clock,
            AnnouncementSchedule announcementSchedule,
            KnownNeighbours knownNeighbours,
            Consumer<Event> events) {
        this.addresses = addresses;
        this.clock = clock;
        this.announcementSchedule = announcementSchedule;
        this.knownNeighbours = knownNeighbours;
        this.events = events;
    }

    /// Sends as many frames as the rate allows now. Frames that could not be sent are not repeated.
    ///
    /// @param mayGoOn is asked before each slice
    void announce(List<Binding> bindings, BooleanSupplier mayGoOn) throws IOException {
        if (bindings.isEmpty()) {
            return;
        }
        int frames = 0;
        int most = announcementSchedule.unicastBudget(clock.now());
        try {
            for (Binding binding : bindings) {
                while (frames < most && announcementSchedule.unicastQueue().contains(binding.ip())) {
                    if (!mayGoOn.getAsBoolean()) {
                        return;
                    }
                    List<Neighbour> some = announcementSchedule
                            .unicastQueue()
                            .take(
                                    binding.ip(),
                                    Math.min(SLICE, most - frames),
                                    () -> knownNeighbours.recipientsFor(binding));
                    frames += some.size();
                    announcementSchedule.noteUnicastSent(some.size());
                    if (!some.isEmpty()) {
                        addresses.announceUnicast(binding, some);
                    }
                }
            }
        } finally {
            if (frames > 0) {
                events.accept(new Event.UnicastAnnounced(
                        frames, announcementSchedule.unicastQueue().size()));
            }
        }
    }
}
