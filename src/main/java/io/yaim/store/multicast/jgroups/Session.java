package io.yaim.store.multicast.jgroups;

import java.nio.ByteBuffer;

/// One process's time in the cluster, by a random name under which it seals what it says. No two have the
/// same, so that no key is used twice.
record Session(long high, long low) {

    static final int BYTES = 16;

    static Session read(ByteBuffer buffer) {
        return new Session(buffer.getLong(), buffer.getLong());
    }

    ByteBuffer write(ByteBuffer buffer) {
        return buffer.putLong(high).putLong(low);
    }
}
