package io.yaim.store.multicast.protocol;

import io.yaim.store.multicast.group.MemberId;

/// Where messages to members are put, also those to this process.
public interface Outbox {

    void send(MemberId to, GroupMessage groupMessage);

    /// To all other members.
    void broadcast(GroupMessage groupMessage);
}
