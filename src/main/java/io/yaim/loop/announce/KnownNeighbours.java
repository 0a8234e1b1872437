package io.yaim.loop.announce;

import io.yaim.address.Addresses;
import io.yaim.loop.cycle.Event;
import io.yaim.model.AddressRange;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.Host;
import io.yaim.model.Neighbour;
import io.yaim.model.NeighbourReport;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Self;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The neighbours that this node or any other node knows: the targets of unicast announcements.
public final class KnownNeighbours {

    /// The neighbours of a lost node stay targets for this time. Its clients need the announcement most.
    private static final Duration REPORT_LIFETIME = Duration.ofMinutes(10);

    private static final int MAX_GONE_NODES = 100;

    private final Addresses addresses;
    private final Consumer<Event> events;
    private UnicastTargets unicastTargets;
    private List<Neighbour> ownNeighbours = List.of();
    private Optional<Duration> readAt = Optional.empty();
    private Optional<View> view = Optional.empty();
    private final TreeMap<NodeName, ReportedNeighbours> reportedByNode = new TreeMap<>();
    private List<BoundAddress> hostAddresses = List.of();
    private final Map<SegmentKey, SegmentHosts> hostsBySegment = new HashMap<>(); // during this cycle

    /// What a node reported of its neighbours, and when its report was last seen.
    private record ReportedNeighbours(NeighbourReport neighbourReport, Duration at) {}

    /// The segment of an address: the interface, and the networks on it that cover the address.
    private record SegmentKey(String interfaceName, boolean isV6, List<AddressRange> covering) {}

    /// The known hosts of a segment.
    ///
    /// @param hosts one address of each host
    /// @param ips all addresses of these hosts
    private record SegmentHosts(List<Neighbour> hosts, Set<VirtualIp> ips) {}

    public KnownNeighbours(Addresses addresses, UnicastTargets unicastTargets, Consumer<Event> events) {
        this.addresses = addresses;
        this.unicastTargets = unicastTargets;
        this.events = events;
    }

    public void reconfigure(UnicastTargets next) {
        unicastTargets = next;
        readAt = Optional.empty();
    }

    /// The neighbours of this node, read again when that is due. If they cannot be read, the last result stays.
    ///
    /// @param seen the last view of the store
    public List<Neighbour> refresh(Self self, Optional<View> seen, Host host, Duration now) {
        hostsBySegment.clear();
        view = seen;
        seen.ifPresent(view -> remember(view, now));
        hostAddresses = host.addresses();
        Optional<Duration> period = unicastTargets.neighbourReadPeriod();
        if (period.isEmpty()) {
            ownNeighbours = List.of();
        } else if (readAt.filter(then -> now.minus(then).compareTo(period.get()) < 0)
                .isEmpty()) {
            readAt = Optional.of(now);
            read(interfaces(self, seen));
        }
        return ownNeighbours;
    }

    private void remember(View view, Duration now) {
        view.neighbourReports()
                .forEach((name, neighbourReport) ->
                        reportedByNode.put(name, new ReportedNeighbours(neighbourReport, now)));
        reportedByNode.values().removeIf(each -> now.minus(each.at()).compareTo(REPORT_LIFETIME) > 0);
        if (reportedByNode.size() > view.neighbourReports().size() + MAX_GONE_NODES) {
            reportedByNode.keySet().retainAll(view.neighbourReports().keySet());
        }
    }

    private void read(Set<String> interfaces) {
        try {
            ownNeighbours = addresses.neighbours(interfaces);
        } catch (IOException e) {
            events.accept(new Event.Failed("read the neighbours", String.valueOf(e.getMessage())));
        }
    }

    private static Set<String> interfaces(Self self, Optional<View> seen) {
        var names = new HashSet<String>();
        names.add(self.interfaceName());
        seen.stream()
                .flatMap(last -> last.pool().values().stream())
                .map(Entry::interfaceName)
                .forEach(name -> name.ifPresent(names::add));
        return names;
    }

    /// The targets of unicast announcements of this address: one frame for each hardware address that any node
    /// knows on the segment, and one for each unknown host of a configured network. At most [NeighbourReport#MOST]
    /// known hosts.
    List<Neighbour> recipientsFor(Binding binding) {
        boolean isV6 = binding.ip().isV6();
        List<AddressRange> covering = networks(binding).stream()
                .filter(range -> range.contains(binding.ip()))
                .toList();
        SegmentHosts known = hostsBySegment.computeIfAbsent(
                new SegmentKey(binding.interfaceName(), isV6, covering), _ -> findSegmentHosts(binding, covering));
        var whom = new ArrayList<>(known.hosts());
        if (!isV6) {
            addUnknownHosts(binding, known.ips(), whom);
        }
        return whom;
    }

    private void addUnknownHosts(Binding binding, Set<VirtualIp> known, List<Neighbour> whom) {
        var mine = new HashSet<VirtualIp>();
        hostAddresses.forEach(address -> mine.add(address.ip()));
        for (UnicastTargets.Network network : unicastTargets.networks()) {
            if (network.interfaceName().equals(binding.interfaceName())) {
                network.hosts().stream()
                        .filter(ip -> !known.contains(ip) && !mine.contains(ip) && !isOfPool(ip))
                        .map(ip -> new Neighbour(binding.interfaceName(), ip, Neighbour.BROADCAST))
                        .forEach(whom::add);
            }
        }
    }

    private SegmentHosts findSegmentHosts(Binding binding, List<AddressRange> covering) {
        var hosts = new LinkedHashMap<Object, Neighbour>();
        var ips = new HashSet<VirtualIp>();
        List<AddressRange> wanted = covering.isEmpty() ? networks(binding) : covering;
        for (Neighbour neighbour : unicastTargets.isAnnouncingToKnown() ? candidates() : List.<Neighbour>of()) {
            boolean isThere = neighbour.ip().isV6() == binding.ip().isV6()
                    && !isOfPool(neighbour.ip())
                    && isOnSegment(neighbour, binding.interfaceName(), wanted);
            if (isThere && ips.add(neighbour.ip()) && hosts.size() < NeighbourReport.MOST) {
                hosts.putIfAbsent(neighbour.hardware(), neighbour);
            }
        }
        return new SegmentHosts(List.copyOf(hosts.values()), ips);
    }

    /// This node's own neighbours come first.
    private Collection<Neighbour> candidates() {
        var candidates = new ArrayList<>(ownNeighbours);
        reportedByNode
                .values()
                .forEach(each -> candidates.addAll(each.neighbourReport().all()));
        return candidates;
    }

    /// Interfaces may have other names on other nodes. So a neighbour within a network of the local interface is
    /// on its segment. Without a network, and for link-local addresses, the name of the interface decides.
    private static boolean isOnSegment(Neighbour neighbour, String interfaceName, List<AddressRange> wanted) {
        boolean isLinkLocal = neighbour.ip().address().isLinkLocalAddress();
        return (wanted.isEmpty() || isLinkLocal)
                ? neighbour.interfaceName().equals(interfaceName)
                : wanted.stream().anyMatch(range -> range.contains(neighbour.ip()));
    }

    private List<AddressRange> networks(Binding binding) {
        return hostAddresses.stream()
                .filter(address -> address.interfaceName().equals(binding.interfaceName()) && !address.isOurs())
                .filter(address -> address.ip().isV6() == binding.ip().isV6()
                        && address.prefix() < address.ip().hostPrefix())
                .map(address -> AddressRange.around(address.ip(), address.prefix()))
                .distinct()
                .toList();
    }

    /// An address of the pool moves between nodes, so it identifies no neighbour.
    private boolean isOfPool(VirtualIp ip) {
        return view.filter(known -> known.pool().containsKey(ip)).isPresent();
    }
}
