package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.group.MemberId;

/// One that has entered, and what it hears.
record JoinedMember(GroupChannel groupChannel, MemberId memberId, RecordingListener recordingListener)
        implements AutoCloseable {

    @Override
    public void close() {
        groupChannel.close();
    }
}
