package io.yaim.sim.world;

import io.yaim.peer.PeerMessage;
import io.yaim.peer.Peers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The other nodes as one incarnation reaches them. Requests to a node go to its machine's name.
final class SimulatedPeers implements Peers {

    private final SimulationContext simulationContext;
    private final Machine machine;
    private final SimulatedNode simulatedNode;
    private final Deque<Received> waiting = new ArrayDeque<>();

    SimulatedPeers(SimulationContext simulationContext, Machine machine, SimulatedNode simulatedNode) {
        this.simulationContext = simulationContext;
        this.machine = machine;
        this.simulatedNode = simulatedNode;
        simulationContext.peers().enter(machine, this);
    }

    @Override
    public void send(String to, PeerMessage peerMessage) {
        simulatedNode.interruptionPoint();
        simulationContext.trace().log(machine.name(), () -> "to " + to + ": " + peerMessage);
        if (peerMessage instanceof PeerMessage.Question question) {
            simulatedNode.consentTracker().onQuestionSent(question);
        }
        simulationContext.peers().send(machine, to, peerMessage);
    }

    @Override
    public List<Received> receive() {
        simulatedNode.interruptionPoint();
        var received = new ArrayList<>(waiting);
        waiting.clear();
        for (Received each : received) {
            simulationContext.trace().log(machine.name(), () -> "from " + each.from() + ": " + each.peerMessage());
            if (each.peerMessage() instanceof PeerMessage.Answer answer) {
                simulatedNode.consentTracker().onAnswer(answer);
            }
        }
        return received;
    }

    void receiveLater(Received received) {
        waiting.add(received);
        simulatedNode.ring();
    }

    @Override
    public void close() {
        simulationContext.peers().leave(machine, this);
    }
}
