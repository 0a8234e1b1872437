package io.yaim.loop.announce;

import io.yaim.model.AddressRange;
import io.yaim.model.VirtualIp;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// The targets of unicast announcements. They are sent after the first announcement to all neighbours.
///
/// @param neighbourReadPeriod how often this node reads its neighbours and reports them to the cluster; absent:
///     never
/// @param isAnnouncingToKnown whether each neighbour that any node knows is a target
/// @param networks each host of these networks is a target, known or not; at most [#MAX_NETWORKS]
public record UnicastTargets(
        Optional<Duration> neighbourReadPeriod, boolean isAnnouncingToKnown, List<Network> networks) {

    public static final int MAX_NETWORKS = 16;

    /// The shortest allowed prefix length: a network of 1022 hosts.
    public static final int SHORTEST_PREFIX = 22;

    public UnicastTargets {
        networks = List.copyOf(networks);
        if (networks.size() > MAX_NETWORKS) {
            throw new IllegalArgumentException("expected at most " + MAX_NETWORKS + " networks");
        }
    }

    /// No targets.
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

        /// All host addresses of the network, without its own address and its broadcast address if it has these.
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
