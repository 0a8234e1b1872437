package io.yaim.store.multicast;

import io.yaim.store.Stored;
import java.util.List;

/// All keys at one revision.
///
/// @param poolVersion the version of the pool that is among them
record Picture(long revision, long poolVersion, List<Stored> keys) {

    Picture {
        keys = List.copyOf(keys);
    }
}
