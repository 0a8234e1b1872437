package io.yaim.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A network in memory. The name of a node is its address. A message arrives at once or never.
public final class MemoryPeerNetwork {

    private final Map<String, MemoryPeers> nodes = new HashMap<>();
    private final Set<String> cut = new HashSet<>();

    /// Adds a node. It replaces an earlier node of the same name.
    ///
    /// @param bell is run when there is something to receive
    public MemoryPeers join(String name, Runnable bell) {
        var memoryPeers = new MemoryPeers(name, bell);
        nodes.put(name, memoryPeers);
        return memoryPeers;
    }

    /// Blocks messages from one node to the other, in that direction.
    public void cut(String from, String to) {
        cut.add(from + ">" + to);
    }

    /// Reverts [#cut].
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
            MemoryPeers memoryPeers = nodes.get(to);
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
            nodes.remove(name, this);
        }
    }
}
