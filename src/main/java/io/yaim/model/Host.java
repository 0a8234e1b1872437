package io.yaim.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The interfaces of this host and all addresses on them, including those that yaim did not bind.
public record Host(SortedMap<String, Link> links, List<BoundAddress> addresses) {

    public Host {
        links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
        addresses = List.copyOf(addresses);
    }

    /// The addresses that carry yaim's address protocol number.
    public List<BoundAddress> ours() {
        return addresses.stream().filter(BoundAddress::isOurs).toList();
    }
}
