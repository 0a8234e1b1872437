package io.yaim.store;

import io.yaim.model.LeaseId;
import java.io.IOException;

/// The store does not know the lease any more: it ran out, or was ended.
public final class LeaseEndedException extends IOException {

    private static final long serialVersionUID = 1L;

    public LeaseEndedException(LeaseId lease) {
        super("lease " + lease + " has ended");
    }
}
