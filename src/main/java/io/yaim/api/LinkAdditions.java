package io.yaim.api;

import io.yaim.model.Entry;
import io.yaim.model.VirtualIp;
import io.yaim.status.EntryId;
import io.yaim.store.EntryCodec;
import java.io.Serial;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The addresses that clients of LinK have added at this node. They add an address to each host in turn, and destroy it
/// at each host in turn. The first request changes the pool; the others agree with it.
final class LinkAdditions {

    /// Beyond this number the oldest is forgotten. Then its second removal is answered 404.
    private static final int MOST = 100_000;

    private final String prefix;
    private final Set<VirtualIp> added = bounded();
    private final Set<VirtualIp> agreed = bounded();

    /// @param prefix the beginning of all keys of the cluster
    LinkAdditions(String prefix) {
        this.prefix = prefix;
    }

    private static Set<VirtualIp> bounded() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<VirtualIp, Boolean>() {
            @Serial
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<VirtualIp, Boolean> eldest) {
                return size() > MOST;
            }
        }));
    }

    /// Notes that this node has put the address into the pool.
    void add(VirtualIp ip) {
        added.add(ip);
    }

    /// Notes that the address was in the pool already, and as a client asks for it here. It may do so more than once,
    /// since the address may have been removed and added in the meantime.
    void agree(VirtualIp ip) {
        agreed.add(ip);
    }

    /// Returns whether this node has put the address into the pool.
    boolean isAdded(VirtualIp ip) {
        return added.contains(ip);
    }

    /// Removes an address.
    ///
    /// @return whether it was added here
    boolean remove(String id) {
        Predicate<VirtualIp> isMeant =
                ip -> EntryId.of(prefix, ip).equals(id) || ip.toString().equals(id);
        boolean wasAdded = added.removeIf(isMeant);
        boolean hasAgreed = agreed.removeIf(isMeant);
        return wasAdded || hasAgreed;
    }

    /// Why a host cannot agree with the entry: there is one set of checks for all hosts, and this host asks for
    /// another.
    /// Empty: it can.
    static Optional<String> disagreement(Entry entry, Map<String, Object> options) {
        Entry asked = EntryCodec.decode(entry.ip(), entry.key(), options);
        return entry.checks().equals(asked.checks())
                ? Optional.empty()
                : Optional.of("%s is in the pool with other health checks, %s; one set is for all hosts"
                        .formatted(entry.ip(), entry.checks()));
    }
}
