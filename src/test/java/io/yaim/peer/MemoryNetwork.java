package io.yaim.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A network in memory between nodes whose names are their addresses. Messages arrive at once, or never.
public final class MemoryNetwork {

    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> cut = new HashSet<>();

    /// A node joins, in the place of an earlier one of its name.
    ///
    /// @param bell run when there is something to receive
    public Place join(String name, Runnable bell) {
        var place = new Place(name, bell);
        places.put(name, place);
        return place;
    }

    /// From now on nothing gets from one to the other, in that direction.
    public void cut(String from, String to) {
        cut.add(from + ">" + to);
    }

    /// Ends [#cut].
    public void mend(String from, String to) {
        cut.remove(from + ">" + to);
    }

    /// One node on the network.
    public final class Place implements Peers {

        private final String name;
        private final Runnable bell;
        private final Deque<Received> waiting = new ArrayDeque<>();

        private Place(String name, Runnable bell) {
            this.name = name;
            this.bell = bell;
        }

        @Override
        public void send(String to, Message message) {
            Place place = places.get(to);
            if (place != null && !cut.contains(name + ">" + to)) {
                place.waiting.add(new Received(name, message));
                place.bell.run();
            }
        }

        @Override
        public List<Received> receive() {
            var received = new ArrayList<>(waiting);
            waiting.clear();
            return received;
        }

        @Override
        public void close() {
            places.remove(name, this);
        }
    }
}
