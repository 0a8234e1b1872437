package io.yaim.store.multicast.protocol;

import io.yaim.store.RawKey;
import java.util.List;

/// All keys at one revision.
///
/// @param poolVersion the version of the pool in these keys
public record RawSnapshot(long revision, long poolVersion, List<RawKey> keys) {

    public RawSnapshot {
        keys = List.copyOf(keys);
    }
}
