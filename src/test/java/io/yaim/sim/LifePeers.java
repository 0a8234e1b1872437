package io.yaim.sim;

import io.yaim.peer.Message;
import io.yaim.peer.Peers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The other nodes as one life reaches them. A node is asked at its machine's name.
final class LifePeers implements Peers {

    private final Setting setting;
    private final Machine machine;
    private final Life life;
    private final Deque<Received> waiting = new ArrayDeque<>();

    LifePeers(Setting setting, Machine machine, Life life) {
        this.setting = setting;
        this.machine = machine;
        this.life = life;
        setting.peers().enter(machine, this);
    }

    @Override
    public void send(String to, Message message) {
        life.point();
        setting.trace().say(machine.name(), () -> "to " + to + ": " + message);
        if (message instanceof Message.Question question) {
            life.consents().asked(question);
        }
        setting.peers().send(machine, to, message);
    }

    @Override
    public List<Received> receive() {
        life.point();
        var received = new ArrayList<>(waiting);
        waiting.clear();
        for (Received each : received) {
            setting.trace().say(machine.name(), () -> "from " + each.from() + ": " + each.message());
            if (each.message() instanceof Message.Answer answer) {
                life.consents().answered(answer);
            }
        }
        return received;
    }

    void deliver(Received received) {
        waiting.add(received);
        life.ring();
    }

    @Override
    public void close() {
        setting.peers().leave(machine, this);
    }
}
