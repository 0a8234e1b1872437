package io.yaim.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One address of the pool with its options.
///
/// @param key the key of the entry, in the spelling of the store; a claim compares that exactly this key exists
/// @param prefix the prefix length to bind with; absent: the node's default
/// @param interfaceName the interface to bind the address on; absent: the node's default
/// @param label the address label, for IPv4 only; absent: the node's default
/// @param group entries of the same group move together
/// @param prefer the nodes that get the entry first while they are eligible, in this order
/// @param failureMode the failure mode of this entry; absent: that of the node
/// @param checks a node takes the entry only while all of these pass there
/// @param checkInterval the time from the start of one run of these checks to the start of the next; absent:
///     the node's default
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
                Optional.empty(),
                List.of(),
                Optional.empty());
    }
}
