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
public final class MemoryPeerNetwork {

    private final Map<String, MemoryPeers> places = new HashMap<>();
    private final Set<String> cut = new HashSet<>();

    /// A node joins, in the place of an earlier one of its name.
    ///
    /// @param bell run when there is something to receive
    public MemoryPeers join(String name, Runnable bell) {
        var memoryPeers = new MemoryPeers(name, bell);
        places.put(name, memoryPeers);
        return memoryPeers;
    }

    /// From now on nothing gets from one to the other, in that direction.
    public void cut(String from, String to) {
        cut.add(from + ">" + to);
    }

    /// Ends [#cut].
    public void reconnect(String from, String to) {
        cut.remove(from + ">" + to);
    }

    /// One node on the network.
    public final class MemoryPeers implements Peers {

        private final String name;
        private final Runnable bell;
        private final Deque<Received> waiting = new ArrayDeque<>();

        private MemoryPeers(String name, Runnable bell) {
            this.name = name;
            this.bell = bell;
        }

        @Override
        public void send(String to, PeerMessage peerMessage) {
            MemoryPeers memoryPeers = places.get(to);
            if (memoryPeers != null && !cut.contains(name + ">" + to)) {
                memoryPeers.waiting.add(new Received(name, peerMessage));
                memoryPeers.bell.run();
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
