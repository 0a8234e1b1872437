package io.yaim.store.multicast.protocol;

import io.yaim.store.multicast.group.MemberId;

/// The way of notes to other seats, and to one's own.
public interface Outbox {

    void send(MemberId to, GroupMessage groupMessage);

    /// To all on the roll but oneself.
    void broadcast(GroupMessage groupMessage);
}
