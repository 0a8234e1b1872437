package io.yaim.plan;

import static java.util.stream.Collectors.toSet;

import io.yaim.model.AddressRange;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Entry;
import io.yaim.model.Health;
import io.yaim.model.Link;
import io.yaim.model.VirtualIp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Why this node does not bind an entry, by its observation. Other hosts use the address, no host may have it, the
/// configuration forbids it, or this host cannot bind it.
final class BindObstacles {

    /// IFNAMSIZ of the kernel's include/uapi/linux/if.h, without the closing zero: the longest label.
    private static final int LONGEST_LABEL = 15;

    /// The kernel creates this interface in each network namespace (drivers/net/loopback.c).
    private static final String LOOPBACK = "lo";

    /// A network of this prefix length or longer has no broadcast address and no address of its own: RFC 3021.
    private static final int POINT_TO_POINT = 31;

    private final Observation seen;
    private final Map<VirtualIp, String> unusable = new HashMap<>();
    private final Set<VirtualIp> bound;

    BindObstacles(Observation seen) {
        this.seen = seen;
        bound = seen.host().ours().stream().map(BoundAddress::ip).collect(toSet());
        for (BoundAddress address : seen.host().addresses()) {
            if (!address.isOurs()) {
                noteEdges(address.ip(), address.prefix(), "on " + address.interfaceName());
            }
        }
        for (BoundAddress address : seen.host().addresses()) {
            if (!address.isOurs() && !seen.isOwned(address.ip())) {
                unusable.put(address.ip(), Occupied.here(address.interfaceName()));
            }
        }
    }

    /// The reason in a few words; absent if the entry can be bound.
    Optional<String> reasonAgainst(Entry entry) {
        Binding binding = seen.self().binding(entry);
        return Optional.ofNullable(unusable.get(entry.ip()))
                .or(() -> Optional.ofNullable(
                                seen.remembered().probeStatus().occupied().get(entry.ip()))
                        .map(Occupied::elsewhere))
                .or(() -> notAllowed(entry.ip()))
                .or(() -> loopback(binding))
                .or(() -> edge(binding))
                .or(() -> promotion(binding))
                .or(() -> Optional.ofNullable(seen.remembered().bindFailures().get(entry.ip())))
                .or(() -> label(binding))
                .or(() -> entry.interfaceName().flatMap(name -> linkProblem(seen, name)))
                .or(() -> check(entry));
    }

    /// An address that is bound here stays until its checks have decided. Otherwise an entry that gets a new check
    /// would be dropped by every node at once.
    private Optional<String> check(Entry entry) {
        return switch (seen.verdicts().own(entry)) {
            case Health.Healthy() -> Optional.empty();
            case Health.Unhealthy(String reason, boolean isUndecided) ->
                Optional.of(reason).filter(_ -> !isUndecided || !bound.contains(entry.ip()));
        };
    }

    /// The problem of an interface of this host, if it has one.
    static Optional<String> linkProblem(Observation seen, String interfaceName) {
        Link link = seen.host().links().get(interfaceName);
        if (link == null) {
            return Optional.of(interfaceName + " does not exist");
        }
        if (!link.isUp()) {
            return Optional.of(interfaceName + " is down");
        }
        return link.portOf()
                .map(kind -> "%s is a port of a %s, and not reachable itself".formatted(interfaceName, kind));
    }

    private Optional<String> notAllowed(VirtualIp ip) {
        List<AddressRange> allowed = seen.self().bindSettings().allowedRanges();
        return allowed.isEmpty() || allowed.stream().anyMatch(range -> range.contains(ip))
                ? Optional.empty()
                : Optional.of("outside allowed-ranges");
    }

    /// On other interfaces the address is not reachable: RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3.
    private static Optional<String> loopback(Binding binding) {
        return binding.ip().address().isLoopbackAddress()
                        && !binding.interfaceName().equals(LOOPBACK)
                ? Optional.of("a loopback address, and not for " + LOOPBACK)
                : Optional.empty();
    }

    /// The prefix length of the binding also defines a network, whose own address and broadcast address cannot be
    /// bound.
    private static Optional<String> edge(Binding binding) {
        if (!hasEdges(binding.ip(), binding.prefix())) {
            return Optional.empty();
        }
        AddressRange network = AddressRange.around(binding.ip(), binding.prefix());
        if (binding.ip().equals(network.last())) {
            return Optional.of("the broadcast address of " + network + ", by its prefix");
        }
        return binding.ip().equals(network.first())
                ? Optional.of("the address of the network " + network + " itself, by its prefix")
                : Optional.empty();
    }

    /// Without promotion, the kernel drops the other addresses of a network together with the first one. That may be
    /// this entry, and the others the host's own. An address that others already depend on stays where it is.
    private Optional<String> promotion(Binding binding) {
        Link link = seen.host().links().get(binding.interfaceName());
        boolean isPlain = binding.prefix() == binding.ip().hostPrefix();
        if (binding.ip().isV6() || isPlain || link == null || link.promotesSecondaries()) {
            return Optional.empty();
        }
        AddressRange network = AddressRange.around(binding.ip(), binding.prefix());
        boolean hasOthers = seen.host().addresses().stream()
                .anyMatch(address -> !address.ip().equals(binding.ip())
                        && address.interfaceName().equals(link.name())
                        && network.contains(address.ip()));
        return bound.contains(binding.ip()) && hasOthers
                ? Optional.empty()
                : Optional.of("with /%d a drop could take other addresses of %s along: promote_secondaries is 0"
                        .formatted(binding.prefix(), link.name()));
    }

    private static Optional<String> label(Binding binding) {
        return binding.label()
                .filter(label -> label.length() > LONGEST_LABEL)
                .map(label -> "label " + label + " is longer than " + LONGEST_LABEL + " characters");
    }

    private void noteEdges(VirtualIp ip, int prefix, String where) {
        if (hasEdges(ip, prefix)) {
            AddressRange network = AddressRange.around(ip, prefix);
            unusable.put(network.first(), "the address of the network " + network + " itself, " + where);
            unusable.put(network.last(), "the broadcast address of " + network + ", " + where);
        }
    }

    private static boolean hasEdges(VirtualIp ip, int prefix) {
        return !ip.isV6() && prefix < POINT_TO_POINT;
    }
}
