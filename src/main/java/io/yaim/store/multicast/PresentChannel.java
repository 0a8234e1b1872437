package io.yaim.store.multicast;

import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.group.MemberId;
import java.util.Optional;

/// The group channel that this node uses now. While there is none, what is sent is lost.
final class PresentChannel {

    /// Changes in the monitor only; messages are sent outside of it.
    private volatile Optional<GroupChannel> channel = Optional.empty();

    void set(GroupChannel next) {
        channel = Optional.of(next);
    }

    /// Returns the channel that was used, which is not used any more.
    Optional<GroupChannel> remove() {
        Optional<GroupChannel> removed = channel;
        channel = Optional.empty();
        return removed;
    }

    boolean is(GroupChannel other) {
        return channel.filter(other::equals).isPresent();
    }

    Optional<MemberId> self() {
        return channel.map(GroupChannel::self);
    }

    void send(MemberId to, byte[] message) {
        channel.ifPresent(present -> present.send(to, message));
    }

    void broadcast(byte[] message) {
        channel.ifPresent(present -> present.broadcast(message));
    }

    void suspect(MemberId memberId) {
        channel.ifPresent(present -> present.suspect(memberId));
    }
}
