package io.yaim.store.multicast.protocol;

import io.yaim.model.VirtualIp;
import io.yaim.store.KeySpace;
import io.yaim.store.ParsedKey;
import io.yaim.store.RawKey;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The pool at one version. The highest version wins; there should be no two pools with the same version.
///
/// @param version grows with each change of the pool; 0 to 2^53
/// @param entries each address with its options, as the entry's key has them; empty text for none
public record VersionedPool(long version, SortedMap<VirtualIp, String> entries) {

    public static final long HIGHEST = 1L << 53;

    /// The pool of a node that knows of none; a known pool has a version of 1 or higher.
    public static final VersionedPool NONE = new VersionedPool(0, Collections.emptySortedMap());

    public VersionedPool {
        if (version < 0 || version > HIGHEST) {
            throw new IllegalArgumentException("expected a version from 0 to " + HIGHEST + ", found " + version);
        }
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /// The entries among these keys.
    public static VersionedPool fromKeys(Collection<RawKey> keys, KeySpace keySpace, long version) {
        var entries = new TreeMap<VirtualIp, String>();
        for (RawKey rawKey : keys) {
            if (keySpace.parse(rawKey.key()) instanceof ParsedKey.OfEntry(var ip, var _)) {
                entries.put(ip, rawKey.value());
            }
        }
        return new VersionedPool(version, entries);
    }

    /// Whether both have the same version and different entries.
    public boolean contradicts(VersionedPool other) {
        return version == other.version && !entries.equals(other.entries);
    }
}
