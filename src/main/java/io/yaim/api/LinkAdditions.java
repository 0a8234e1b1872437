package io.yaim.api;

import io.yaim.model.Entry;
import io.yaim.model.VirtualIp;
import io.yaim.status.EntryId;
import io.yaim.store.EntryCodec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The addresses that clients of LinK have added at this node. They add an address to each host in turn, and destroy it
/// at each host in turn. The first request changes the pool; the others agree with it, once each.
final class LinkAdditions {

    private final String prefix;
    private final Set<VirtualIp> added = ConcurrentHashMap.newKeySet();

    /// @param prefix the beginning of all keys of the cluster
    LinkAdditions(String prefix) {
        this.prefix = prefix;
    }

    void add(VirtualIp ip) {
        added.add(ip);
    }

    boolean has(VirtualIp ip) {
        return added.contains(ip);
    }

    /// Removes an address.
    ///
    /// @return whether it was added here
    boolean remove(String id) {
        Optional<VirtualIp> known = added.stream()
                .filter(ip -> EntryId.of(prefix, ip).equals(id) || ip.toString().equals(id))
                .findFirst();
        known.ifPresent(added::remove);
        return known.isPresent();
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
