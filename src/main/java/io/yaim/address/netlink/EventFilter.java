package io.yaim.address.netlink;

import io.yaim.model.HardwareAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Distinguishes events that other programs caused from those of this process. Used by one thread.
///
/// For IPv4 the kernel names the socket that caused the event. For IPv6 it does not. So an IPv6 address with yaim's
/// protocol number that appears or is refreshed counts as this process's change. Each IPv6 address that disappears
/// counts as a change by others.
final class EventFilter {

    private final int ownPort;
    private final Map<Integer, State> states = new HashMap<>();

    /// @param ownPort the netlink port of the socket that this process sends its requests through
    /// @param links the present links
    EventFilter(int ownPort, List<NetlinkMessage.Interface> links) {
        this.ownPort = ownPort;
        links.forEach(link -> states.put(link.index(), State.of(link)));
    }

    /// Whether the event may change the result of [NetlinkAddresses#readHost].
    boolean isForeignChange(NetlinkMessage event) {
        return switch (event) {
            case NetlinkMessage.Address address -> isForeignChange(address);
            case NetlinkMessage.Interface link -> isForeignChange(link);
            case NetlinkMessage.NeighbourEntry _,
                    NetlinkMessage.Acknowledgement _,
                    NetlinkMessage.DumpEnd _,
                    NetlinkMessage.Other _ -> false;
        };
    }

    /// Must be called after events were lost. Then the next event of each link counts as a change.
    void forgetLinks() {
        states.clear();
    }

    private boolean isForeignChange(NetlinkMessage.Address address) {
        boolean isOwnChange = address.header().port() == ownPort || (address.isOurs() && !address.isGone());
        return !isOwnChange && !address.isLinkLocal();
    }

    /// Most events of an interface are about counters, queues and the like.
    private boolean isForeignChange(NetlinkMessage.Interface link) {
        if (link.isGone()) {
            states.remove(link.index());
            return true;
        }
        var state = State.of(link);
        return !state.equals(states.put(link.index(), state));
    }

    private record State(String name, boolean isUp, Optional<HardwareAddress> hardware, String slaveKind) {

        static State of(NetlinkMessage.Interface link) {
            return new State(link.name(), link.isUp(), link.hardware(), link.slaveKind());
        }
    }
}
