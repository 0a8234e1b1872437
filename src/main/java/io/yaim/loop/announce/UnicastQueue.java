package io.yaim.loop.announce;

import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The addresses with pending unicast announcements, the longest waiting first. The targets of an address are
/// determined when its turn comes. So only one list exists at a time.
final class UnicastQueue {

    private final Map<VirtualIp, Optional<ArrayDeque<Neighbour>>> pending = new LinkedHashMap<>();

    void add(VirtualIp ip) {
        pending.remove(ip);
        pending.put(ip, Optional.empty());
    }

    void remove(Collection<VirtualIp> ips) {
        ips.forEach(pending::remove);
    }

    void forgetAllBut(Collection<VirtualIp> bound) {
        pending.keySet().retainAll(bound);
    }

    int size() {
        return pending.size();
    }

    boolean contains(VirtualIp ip) {
        return pending.containsKey(ip);
    }

    /// The first addresses, up to this number.
    List<VirtualIp> first(int most) {
        return pending.keySet().stream().limit(most).toList();
    }

    /// The next targets of this address, up to this number. After the last target the address is done, and the
    /// result is empty.
    ///
    /// @param whom all targets; called once for each address
    List<Neighbour> take(VirtualIp ip, int most, Supplier<List<Neighbour>> whom) {
        Optional<ArrayDeque<Neighbour>> known = pending.get(ip);
        if (known == null) {
            return List.of();
        }
        ArrayDeque<Neighbour> left = known.orElseGet(() -> new ArrayDeque<>(whom.get()));
        var taken = new ArrayList<Neighbour>();
        while (taken.size() < most && !left.isEmpty()) {
            taken.add(left.removeFirst());
        }
        if (left.isEmpty()) {
            pending.remove(ip);
        } else {
            pending.put(ip, Optional.of(left));
        }
        return taken;
    }
}
