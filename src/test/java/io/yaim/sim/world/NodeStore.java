package io.yaim.sim.world;

import io.yaim.store.Store;
import java.io.IOException;

/// The store as one life has it.
public interface NodeStore extends Store {

    /// What has to be done before the first call, by the life itself.
    void open() throws IOException;

    /// Which store it was that answered last: one that was restored is another one.
    int epoch();

    /// Its image of the store catches up, as after a reconnect.
    void catchUp();
}
