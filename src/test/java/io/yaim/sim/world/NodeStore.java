package io.yaim.sim.world;

import io.yaim.model.Host;
import io.yaim.store.Store;
import java.io.IOException;

/// The store as one incarnation uses it.
public interface NodeStore extends Store {

    /// Prepares the store before the first call. The incarnation itself calls it.
    void open() throws IOException;

    /// The loop has looked at its host.
    default void hostSeen(Host host) {}

    /// Which store answered last. A restored store counts as another one.
    int epoch();

    /// The snapshot of the store catches up, as after a reconnect.
    void catchUp();
}
