package io.yaim.store.multicast;

import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.protocol.GroupMessage;
import io.yaim.store.multicast.protocol.GroupMessageCodec;
import io.yaim.store.multicast.protocol.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Messages to be sent, in their order. A thread in the monitor adds them; they are sent outside of it, because
/// sending may have to wait for a thread that waits for the monitor.
final class SendQueue implements Outbox {

    private final PresentChannel presentChannel;
    private final Monitor monitor;
    private final GroupMessageCodec codec = new GroupMessageCodec();

    // guarded by monitor
    private final List<QueuedMessage> outgoing = new ArrayList<>();
    private boolean isSending;

    /// @param to empty: to all others
    private record QueuedMessage(Optional<MemberId> to, GroupMessage groupMessage) {}

    SendQueue(PresentChannel presentChannel, Monitor monitor) {
        this.presentChannel = presentChannel;
        this.monitor = monitor;
    }

    @Override
    public void send(MemberId to, GroupMessage groupMessage) {
        outgoing.add(new QueuedMessage(Optional.of(to), groupMessage));
    }

    @Override
    public void broadcast(GroupMessage groupMessage) {
        outgoing.add(new QueuedMessage(Optional.empty(), groupMessage));
    }

    /// Drops what is queued for the members of a group channel that is lost.
    void clear() {
        outgoing.clear();
    }

    /// Sends what is queued, unless another thread is sending: that one sends this too. To be called outside of the
    /// monitor.
    void flush() {
        for (List<QueuedMessage> letters = drain(); !letters.isEmpty(); letters = drain()) {
            try {
                letters.forEach(this::transmit);
            } finally {
                monitor.runExclusively(() -> isSending = false);
            }
        }
    }

    private List<QueuedMessage> drain() {
        return monitor.runExclusively(() -> {
            if (isSending || outgoing.isEmpty()) {
                return List.of();
            }
            isSending = true;
            List<QueuedMessage> letters = List.copyOf(outgoing);
            outgoing.clear();
            return letters;
        });
    }

    private void transmit(QueuedMessage queuedMessage) {
        byte[] message = codec.encode(queuedMessage.groupMessage());
        if (queuedMessage.to().isPresent()) {
            presentChannel.send(queuedMessage.to().get(), message);
        } else {
            presentChannel.broadcast(message);
        }
    }
}
