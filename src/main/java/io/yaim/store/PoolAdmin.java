package io.yaim.store;

import io.yaim.model.AdminRequest;
import io.yaim.model.View;
import java.io.IOException;

/// Where people hand in what they want of the pool, whether a node runs here or not. May be used by several
/// threads; each call returns or throws within seconds.
public interface PoolAdmin extends AutoCloseable {

    /// The store's picture, read now.
    View view() throws IOException;

    /// Returns whether the order took effect; if not, what it supposes is not so: the entry is there already, or
    /// is not there, or the node is not as seen.
    ///
    /// @throws IOException it failed, and may have taken effect all the same
    boolean apply(AdminRequest adminRequest) throws IOException;

    @Override
    void close();
}
