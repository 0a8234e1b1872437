package io.yaim.store.multicast.jgroups;

import java.nio.ByteBuffer;

/// The session of one process in the cluster. It has a random name, under which its packets are encrypted. No two
/// sessions have the same name, so that no key is used twice.
record Session(long high, long low) {

    static final int BYTES = 16;

    static Session read(ByteBuffer buffer) {
        return new Session(buffer.getLong(), buffer.getLong());
    }

    ByteBuffer write(ByteBuffer buffer) {
        return buffer.putLong(high).putLong(low);
    }
}
