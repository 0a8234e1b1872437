package io.yaim.address.netlink;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tells the events that somebody else caused from our own. Used by one thread.
///
/// The kernel names the causing socket for IPv4. For IPv6 it names none: there an address that appears, or is
/// refreshed, with yaim's protocol number is taken for ours, and each one that goes, for somebody else's
/// doing.
final class EventFilter {

    private final int ownPort;
    private final Map<Integer, State> states = new HashMap<>();

    /// @param ownPort the netlink port of the socket that our requests go through
    /// @param links as they are now
    EventFilter(int ownPort, List<NetlinkMessage.Interface> links) {
        this.ownPort = ownPort;
        links.forEach(link -> states.put(link.index(), State.of(link)));
    }

    /// Whether the event says something that [NetlinkAddresses#readHost] may not have said before.
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

    /// To be called when events were lost: what comes next of each link is news.
    void forgetLinks() {
        states.clear();
    }

    private boolean isForeignChange(NetlinkMessage.Address address) {
        boolean isOwnDoing = address.header().port() == ownPort || (address.isOurs() && !address.isGone());
        return !isOwnDoing && !address.isLinkLocal();
    }

    /// Most events of an interface are about its counters, queues and the like.
    private boolean isForeignChange(NetlinkMessage.Interface link) {
        if (link.isGone()) {
            states.remove(link.index());
            return true;
        }
        var state = State.of(link);
        return !state.equals(states.put(link.index(), state));
    }

    private record State(String name, boolean isUp) {

        static State of(NetlinkMessage.Interface link) {
            return new State(link.name(), link.isUp());
        }
    }
}
