package io.yaim.loop;

import io.yaim.address.Addresses;
import io.yaim.model.Binding;
import io.yaim.model.Neighbour;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Tells single neighbours where addresses are, so few in one pass that it takes well under 100 ms.
final class Directed {

    /// After this many the clock is looked at.
    private static final int SLICE = 100;

    private final Addresses addresses;
    private final Clock clock;
    private final Announcements announcements;
    private final Neighbourhood neighbourhood;
    private final Consumer<Event> events;

    Directed(
            Addresses addresses,
            Clock clock,
            Announcements announcements,
            Neighbourhood neighbourhood,
            Consumer<Event> events) {
        this.addresses = addresses;
        this.clock = clock;
        this.announcements = announcements;
        this.neighbourhood = neighbourhood;
        this.events = events;
    }

    /// Tells as many as the rate allows now. What could not be sent is not tried again.
    ///
    /// @param mayGoOn asked before each slice
    void tell(List<Binding> bindings, BooleanSupplier mayGoOn) throws IOException {
        if (bindings.isEmpty()) {
            return;
        }
        int frames = 0;
        int most = announcements.most(clock.now());
        try {
            for (Binding binding : bindings) {
                while (frames < most && announcements.directions().contains(binding.ip())) {
                    if (!mayGoOn.getAsBoolean()) {
                        return;
                    }
                    List<Neighbour> some = announcements
                            .directions()
                            .take(binding.ip(), Math.min(SLICE, most - frames), () -> neighbourhood.of(binding));
                    frames += some.size();
                    announcements.directed(some.size());
                    if (!some.isEmpty()) {
                        addresses.announceTo(binding, some);
                    }
                }
            }
        } finally {
            if (frames > 0) {
                events.accept(
                        new Event.Directed(frames, announcements.directions().size()));
            }
        }
    }
}
