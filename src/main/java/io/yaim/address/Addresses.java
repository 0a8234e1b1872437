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

/// The addresses on this host's network interfaces. Used by one thread.
///
/// An adapter is handed a [Runnable] that it runs, on any thread, whenever somebody else changed an address
/// or a link, or spoke of an address that is listened for. An [IOException] means that the kernel could not
/// be asked; what it refuses of a single address is in the result.
public interface Addresses extends AutoCloseable {

    int MOST_NEIGHBOURS = 1000;

    /// All interfaces and addresses, as the kernel has them now.
    Host readHost() throws IOException;

    /// Binds the addresses with this valid lifetime; the lifetime of those already bound is replaced. Bound
    /// addresses are never chosen as a source (preferred lifetime 0), and IPv6 ones skip duplicate address
    /// detection.
    ///
    /// @param lifetimeSeconds 1 or more; the kernel drops the addresses when it has run out
    /// @return the addresses that the kernel refused, each with its reason; empty when all are bound
    Map<VirtualIp, String> bind(List<Binding> bindings, long lifetimeSeconds) throws IOException;

    /// Takes the addresses off. One that is gone already counts as dropped.
    ///
    /// @return the addresses that the kernel refused to drop, each with its reason; empty when all are gone
    Map<VirtualIp, String> drop(List<BoundAddress> addresses) throws IOException;

    /// What is bound by us answers from now on for this long, and then is silent until the next call, though
    /// still bound: to nobody, by no protocol, whatever becomes of this process. Exact to some milliseconds.
    /// Only where the gate is the guard; there, what is bound is silent before the first call too.
    ///
    /// @param time in whole milliseconds; zero: it is silent at once
    /// @throws IllegalStateException the gate is not the guard
    void openGate(Duration time) throws IOException;

    /// Tells the neighbours once where these addresses are: ARP announcements in request and in reply form
    /// (RFC 5227, section 3), unsolicited neighbour advertisements (RFC 4861, section 7.2.6). Nothing on
    /// links without ARP.
    void announce(List<Binding> bindings) throws IOException;

    /// Tells these neighbours alone, once, where the address is, each by one frame to his hardware address: of
    /// an announcement the ARP reply, of IPv6 the advertisement to his address. Who is known by no hardware
    /// address ([Neighbour#BROADCAST]; IPv4 only) is asked for his own by an ARP request in the name of the
    /// address (RFC 826: he then knows who asks). Passes over those of the other family and this host itself.
    void announceUnicast(Binding binding, List<Neighbour> neighbours) throws IOException;

    /// The neighbours that the kernel has in its table on these interfaces, of both families: those with a
    /// hardware address whom it has heard, lately or not, or was told of. At most
    /// [#MOST_NEIGHBOURS] on each interface, in their order; none on interfaces that are not there.
    List<Neighbour> neighbours(Set<String> interfaceNames) throws IOException;

    /// Asks the neighbours once whether one of them has these addresses, without telling them anything: ARP
    /// probes (RFC 5227, section 2.1.1), solicitations from the unspecified address (RFC 4862, section
    /// 5.4.2). Who has one answers, and is heard if it is listened for; it need not be bound here. Nothing
    /// on links without ARP.
    void probe(List<Binding> bindings) throws IOException;

    /// Listens for these addresses, each on its interface, from now on, and no longer for others. The bell
    /// is rung when something is heard of an address for the first time since it is listened for.
    ///
    /// @return what others said of them since the last call, that had been listened for by then; of each
    ///     address the latest, but rather that somebody has it than that somebody wants it
    List<AddressSighting> listen(Collection<Binding> bindings) throws IOException;

    @Override
    void close();
}
