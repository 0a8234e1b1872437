package io.yaim.loop.lease;

import io.yaim.model.LeaseId;
import java.io.IOException;

/// Stores the id of this node's lease, so that the next incarnation on this host can end it.
@FunctionalInterface
public interface LeaseRecorder {

    void write(LeaseId lease) throws IOException;
}
