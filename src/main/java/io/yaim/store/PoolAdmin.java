package io.yaim.store;

import io.yaim.model.AdminRequest;
import io.yaim.model.View;
import java.io.IOException;

/// Where operator requests are submitted, whether a node runs here or not. Several threads may use it; each call
/// returns or throws within seconds.
public interface PoolAdmin extends AutoCloseable {

    /// The view of the store, read now.
    View view() throws IOException;

    /// Returns whether the request took effect. If not, its precondition does not hold: the entry exists already, or
    /// does not exist, or the node has changed.
    ///
    /// @throws IOException it failed, but may have taken effect all the same
    boolean apply(AdminRequest adminRequest) throws IOException;

    @Override
    void close();
}
