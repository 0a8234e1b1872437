package io.yaim.address;

import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Host;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The port to the addresses on this host's network interfaces. Used by one thread.
///
/// An adapter gets a [Runnable]. It runs it on any thread, whenever another program changes an address or a link, or
/// another host sends a message about an address that is listened for. An [IOException] means that the kernel did not
/// carry out the request. Errors of single addresses are in the result.
public interface Addresses extends AutoCloseable {

    int MOST_NEIGHBOURS = 1000;

    /// Reads all interfaces and addresses from the kernel.
    Host readHost() throws IOException;

    /// Binds the addresses with this valid lifetime. If an address is already bound, its lifetime is replaced.
    /// Bound addresses are never used as a source address by default (preferred lifetime 0). IPv6 addresses
    /// skip duplicate address detection.
    ///
    /// @param lifetimeSeconds 1 or more; the kernel drops the addresses at its end
    /// @return the addresses that were not bound, each with its reason; empty if all are bound
    Map<VirtualIp, String> bind(List<Binding> bindings, long lifetimeSeconds) throws IOException;

    /// Drops the addresses. An address that is already gone counts as dropped.
    ///
    /// @return the addresses that were not dropped, each with its reason; empty if all are gone
    Map<VirtualIp, String> drop(List<BoundAddress> addresses) throws IOException;

    /// Opens the gate: the addresses that yaim has bound answer for this time. After that they are bound but
    /// silent until the next call, in every protocol, even if this process has died. The time is exact to some
    /// milliseconds. Before the first call they are silent as well. Only with the gate as expiry guard.
    ///
    /// @param time in whole milliseconds; zero closes the gate at once
    /// @throws IllegalStateException the gate is not the expiry guard
    void openGate(Duration time) throws IOException;

    /// Announces these addresses to all neighbours once, by ARP announcements in request form and in reply form
    /// (RFC 5227, section 3) and by unsolicited neighbour advertisements (RFC 4861, section 7.2.6). Sends
    /// nothing on links without ARP.
    void announce(List<Binding> bindings) throws IOException;

    /// Announces the address to single neighbours once, by one frame to each hardware address: an ARP reply, or a
    /// neighbour advertisement. A neighbour without a known hardware address ([Neighbour#BROADCAST], IPv4 only) is
    /// sent an ARP request from the address, and learns the address from that (RFC 826). Neighbours of the other
    /// family and this host are skipped.
    void announceUnicast(Binding binding, List<Neighbour> neighbours) throws IOException;

    /// The neighbours in the kernel's table on these interfaces, of both families. They have a hardware address
    /// and were reachable at some time. At most [#MOST_NEIGHBOURS] of each interface, in their order.
    /// Interfaces that do not exist have none.
    List<Neighbour> neighbours(Set<String> interfaceNames) throws IOException;

    /// Asks all neighbours once whether a host has one of these addresses. It uses ARP probes (RFC 5227,
    /// section 2.1.1) and solicitations from the unspecified address (RFC 4862, section 5.4.2), so no neighbour
    /// learns anything from it. The answer of such a host is received if the address is listened for. The
    /// addresses need not be bound here. Sends nothing on links without ARP.
    void probe(List<Binding> bindings) throws IOException;

    /// Listens for messages about these addresses, each on its interface, and for no others. The bell is rung at the
    /// first message about an address since it is listened for.
    ///
    /// @return the messages of other hosts since the last call about addresses that were listened for: the
    ///     latest of each address, but `IN_USE` rather than `PROBES`
    List<AddressSighting> listen(Collection<Binding> bindings) throws IOException;

    @Override
    void close();
}
