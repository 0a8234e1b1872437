package io.yaim.cli;

import io.yaim.store.Desk;
import io.yaim.store.Store;

/// The store that is configured, as a daemon uses it.
interface Backend extends AutoCloseable {

    /// As `dcs-type` says it.
    String type();

    Store store();

    /// Where people's orders are handed in; closed with the backend.
    Desk desk();

    /// What of it follows a reload.
    Reload.Follower follower();

    @Override
    void close();
}
