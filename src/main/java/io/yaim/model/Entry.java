package io.yaim.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One address of the pool with its options.
///
/// @param key the key that it was read from, as the store spells it; a claim compares that this very key
///     exists
/// @param prefix the prefix length to bind with; absent: the node's default
/// @param interfaceName the interface to bind it on; absent: the node's default
/// @param label the address label (IPv4 only); absent: the node's default
/// @param group entries with the same group move together, as one
/// @param prefer nodes that get it first, in this order, while they are eligible
/// @param failureMode what becomes of it when the store is away; absent: what its node does with the others
/// @param checks a node takes it only while all of these pass there
/// @param checkInterval from the start of one run of these to the start of the next; absent: the node's
public record Entry(
        VirtualIp ip,
        String key,
        Optional<Integer> prefix,
        Optional<String> interfaceName,
        Optional<String> label,
        Optional<String> group,
        List<NodeName> prefer,
        Optional<FailureMode> failureMode,
        List<EntryCheck> checks,
        Optional<Duration> checkInterval) {

    public Entry {
        prefer = List.copyOf(prefer);
        checks = List.copyOf(checks);
    }

    /// An entry without checks of its own.
    public Entry(
            VirtualIp ip,
            String key,
            Optional<Integer> prefix,
            Optional<String> interfaceName,
            Optional<String> label,
            Optional<String> group,
            List<NodeName> prefer,
            Optional<FailureMode> failureMode) {
        this(ip, key, prefix, interfaceName, label, group, prefer, failureMode, List.of(), Optional.empty());
    }

    /// An entry without options.
    public static Entry plain(VirtualIp ip, String key) {
        return new Entry(
                ip,
                key,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }
}
