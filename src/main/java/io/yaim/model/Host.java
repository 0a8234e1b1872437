package io.yaim.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the kernel says of this host: its interfaces, and every address on them, ours or not.
public record Host(SortedMap<String, Link> links, List<BoundAddress> addresses) {

    public Host {
        links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
        addresses = List.copyOf(addresses);
    }

    /// The addresses that bear yaim's protocol number.
    public List<BoundAddress> ours() {
        return addresses.stream().filter(BoundAddress::isOurs).toList();
    }
}
