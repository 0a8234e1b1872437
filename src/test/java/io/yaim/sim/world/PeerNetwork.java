package io.yaim.sim.world;

import io.yaim.peer.PeerMessage;
import io.yaim.peer.Peers;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.engine.Tally;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Carries messages between nodes, past the store. Each has its own delay, so one may overtake another. A message is
/// received by the process that runs on the machine when it arrives.
public final class PeerNetwork {

    private static final Duration SHORTEST_DELAY = Duration.ofNanos(100_000);
    private static final Duration LONGEST_DELAY = Duration.ofMillis(3);
    /// Longer than any promise lasts.
    private static final Duration LONGEST_LATE = Duration.ofSeconds(12);

    private final EventQueue eventQueue;
    private final Dice dice;
    private final Tally tally;
    private final Map<String, SimulatedPeers> processes = new HashMap<>();
    private final Set<String> cut = new HashSet<>();
    private final Map<String, Duration> mendedAt = new HashMap<>();
    private int troubledInThousand;

    public PeerNetwork(EventQueue eventQueue, Dice dice, Tally tally) {
        this.eventQueue = eventQueue;
        this.dice = dice;
        this.tally = tally;
    }

    /// From now on messages to the machine are received by this process.
    void enter(Machine machine, SimulatedPeers place) {
        processes.put(machine.name(), place);
    }

    void leave(Machine machine, SimulatedPeers place) {
        processes.remove(machine.name(), place);
    }

    /// No message passes from one to the other, in that direction.
    public void cut(Machine from, Machine to) {
        cut.add(way(from.name(), to.name()));
    }

    public void mend(Machine from, Machine to) {
        mend(way(from.name(), to.name()));
    }

    private void mend(String way) {
        if (cut.remove(way)) {
            mendedAt.put(way, eventQueue.now());
        }
    }

    /// Whether messages pass from one to the other.
    public boolean isOpen(String from, String to) {
        return !cut.contains(way(from, to));
    }

    /// Since when messages pass in both directions, if they do.
    public Optional<Duration> connectedSince(String one, String other) {
        Duration there = mendedAt.getOrDefault(way(one, other), Duration.ZERO);
        Duration back = mendedAt.getOrDefault(way(other, one), Duration.ZERO);
        return Optional.of(there.compareTo(back) > 0 ? there : back)
                .filter(_ -> isOpen(one, other) && isOpen(other, one));
    }

    /// How many of a thousand messages are lost, late, or arrive twice.
    public void setTrouble(int inThousand) {
        troubledInThousand = inThousand;
    }

    public void mend() {
        List.copyOf(cut).forEach(this::mend);
        troubledInThousand = 0;
    }

    void send(Machine from, String to, PeerMessage peerMessage) {
        tally.count("messages between nodes");
        boolean isTroubled = dice.below(1000) < troubledInThousand;
        int fate = isTroubled ? dice.below(3) : -1;
        if (fate == 0) {
            return;
        }
        if (fate != 1) {
            deliverAfter(from, to, peerMessage, dice.between(SHORTEST_DELAY, LONGEST_DELAY));
        }
        if (isTroubled) {
            deliverAfter(from, to, peerMessage, dice.ofAnyLength(LONGEST_LATE));
        }
    }

    private void deliverAfter(Machine from, String to, PeerMessage peerMessage, Duration delay) {
        eventQueue.after(delay, () -> {
            SimulatedPeers place = processes.get(to);
            if (place != null && !cut.contains(way(from.name(), to))) {
                place.receiveLater(new Peers.Received(from.name(), peerMessage));
            }
        });
    }

    private static String way(String from, String to) {
        return from + ">" + to;
    }
}
