package io.yaim.loop.lease;

import io.yaim.model.LeaseId;
import java.io.IOException;

/// Where this node notes the lease that it holds, so that the next one on this host can end it.
@FunctionalInterface
public interface LeaseRecorder {

    void write(LeaseId lease) throws IOException;
}
