package io.yaim.loop.announce;

import io.yaim.model.AddressRange;
import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// Who is told alone where an address is, after it was announced to all for the first time.
///
/// @param neighbourReadPeriod how often this node reads its neighbours, to tell them to the cluster; present:
///     whom any node knows is told
/// @param networks every host of which is told, known or not; at most [#MAX_NETWORKS]
public record UnicastTargets(
        Optional<Duration> neighbourReadPeriod, boolean isAnnouncingToKnown, List<Network> networks) {

    public static final int MAX_NETWORKS = 16;

    /// Of the longest prefix that a network may have: 1022 hosts.
    public static final int SHORTEST_PREFIX = 22;

    public UnicastTargets {
        networks = List.copyOf(networks);
        if (networks.size() > MAX_NETWORKS) {
            throw new IllegalArgumentException("expected at most " + MAX_NETWORKS + " networks");
        }
    }

    /// Nobody.
    public static UnicastTargets none() {
        return new UnicastTargets(Optional.empty(), false, List.of());
    }

    boolean hasTargets() {
        return isAnnouncingToKnown || !networks.isEmpty();
    }

    /// An IPv4 network on an interface.
    public record Network(String interfaceName, AddressRange range) {

        public Network {
            if (range.first().isV6() || range.length() < SHORTEST_PREFIX) {
                throw new IllegalArgumentException("expected an IPv4 network of /" + SHORTEST_PREFIX + " or smaller");
            }
        }

        /// All addresses of hosts in it: without that of the network and that for broadcast, where it has them.
        List<VirtualIp> hosts() {
            boolean hasEdges = range.length() < 31; // RFC 3021
            long first = number(range.first()) + (hasEdges ? 1 : 0);
            long last = number(range.last()) - (hasEdges ? 1 : 0);
            return LongStream.rangeClosed(first, last)
                    .mapToObj(number -> VirtualIp.of(ByteBuffer.allocate(Integer.BYTES)
                            .putInt((int) number)
                            .array()))
                    .toList();
        }

        private static long number(VirtualIp ip) {
            return Integer.toUnsignedLong(ByteBuffer.wrap(ip.bytes()).getInt());
        }
    }
}
