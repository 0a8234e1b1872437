package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.Assembly;
import io.yaim.store.multicast.Seat;

/// One that has entered, and what it hears.
record Member(Assembly assembly, Seat seat, Hearing hearing) implements AutoCloseable {

    @Override
    public void close() {
        assembly.close();
    }
}
