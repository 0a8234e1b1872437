package io.yaim.config;

import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The lists `vips` and `notify` of vippy, said as `ips` and `notify`.
final class VippyAddresses {

    private static final String INTERFACE = "interface";
    private static final String IP = "ip";
    private static final String NEIGHBOURS = "arp-cache";
    private static final Set<String> KNOWN = Set.of(INTERFACE, IP);

    /// Frames to each host of a network of this prefix length are what yaim sends at most.
    private static final int LARGEST_NETWORK = 22;

    private final VippyLines lines;
    private final Problems problems;
    private String mainInterface = "";
    private final Set<String> others = new LinkedHashSet<>();
    private final Set<String> leftOut = new TreeSet<>();

    VippyAddresses(VippyLines lines, Problems problems) {
        this.lines = lines;
        this.problems = problems;
    }

    /// An address as vippy has it.
    ///
    /// @param interfaceName empty if none is said
    private record Vip(VirtualIp ip, int prefix, String interfaceName) {

        String cidr() {
            return ip + "/" + prefix;
        }
    }

    /// A group as vippy has it.
    private record Group(Optional<String> prefer, List<Vip> vips) {}

    /// The interface of the first address.
    Optional<String> mainInterface(Optional<Raw> vips) {
        for (Raw group : vips.map(raw -> raw instanceof Raw.Items several ? several.items() : List.<Raw>of())
                .orElse(List.of())) {
            for (Raw item : group instanceof Raw.Items several ? several.items() : List.<Raw>of()) {
                if (item instanceof Raw.Fields map && map.fields().get(INTERFACE) instanceof Raw.Text text) {
                    mainInterface = text.value();
                    return Optional.of(mainInterface);
                }
            }
        }
        return Optional.empty();
    }

    void writeVips(Optional<Raw> vips) {
        List<Group> groups = VippyLines.items("groups", vips, problems).stream()
                .map(this::group)
                .filter(group -> !group.vips.isEmpty())
                .toList();
        noteDifferences();
        lines.line(groups.isEmpty() ? "ips: []" : "ips:");
        groups.forEach(this::write);
    }

    private void noteDifferences() {
        if (!others.isEmpty()) {
            lines.comment("An interface that stands at an address holds for all nodes: ips, unlike vips, are the same"
                    + " everywhere, or the nodes refuse each other's. Here that is "
                    + Shown.plain(String.join(", ", others))
                    + ".");
        }
        if (!leftOut.isEmpty()) {
            lines.comment("Left out of the addresses: " + String.join(", ", leftOut) + ".");
        }
    }

    private Group group(Raw raw) {
        Optional<String> prefer = Optional.empty();
        var vips = new ArrayList<Vip>();
        List<Raw> items = VippyLines.items("addresses", Optional.of(raw), problems);
        for (int i = 0; i < items.size(); i++) {
            if (i == 0 && items.getFirst() instanceof Raw.Text text) {
                prefer = node(text);
            } else {
                vip(items.get(i)).ifPresent(vips::add);
            }
        }
        if (vips.isEmpty() && problems.isEmpty()) {
            problems.add(raw.place(), "found no address in a group, expected one or more");
        }
        return new Group(prefer, vips);
    }

    private Optional<String> node(Raw.Text text) {
        Optional<String> name = Kinds.unlessRefused(NodeName::new, text.value()).map(NodeName::value);
        if (name.isEmpty()) {
            problems.add(text, "the name of a node, " + Kinds.nodeName().expected());
        }
        return name;
    }

    private Optional<Vip> vip(Raw raw) {
        if (!(raw instanceof Raw.Fields map)) {
            problems.add(raw, "a map with interface and ip");
            return Optional.empty();
        }
        map.fields().keySet().stream().filter(name -> !KNOWN.contains(name)).forEach(leftOut::add);
        Optional<Vip> vip = cidr(map);
        vip.map(Vip::interfaceName)
                .filter(name -> !name.isEmpty() && !name.equals(mainInterface))
                .ifPresent(others::add);
        return vip;
    }

    /// An address without a length stands for itself.
    private Optional<Vip> cidr(Raw.Fields map) {
        Map<String, Raw> fields = map.fields();
        String interfaceName = fields.get(INTERFACE) instanceof Raw.Text text ? text.value() : "";
        if (!(fields.get(IP) instanceof Raw.Text text)) {
            problems.add(CheckReader.below(map.place(), IP), "found nothing, expected an address such as 10.0.0.5/24");
            return Optional.empty();
        }
        int slash = text.value().indexOf('/');
        String literal = slash < 0 ? text.value() : text.value().substring(0, slash);
        Optional<VirtualIp> ip = Optional.of(literal.strip())
                .filter(address -> address.indexOf('%') < 0)
                .flatMap(address -> Kinds.unlessRefused(InetAddress::ofLiteral, address))
                .map(VirtualIp::new);
        Optional<Integer> prefix = ip.flatMap(address -> slash < 0
                ? Optional.of(address.hostPrefix())
                : Kinds.number(0, address.hostPrefix())
                        .read()
                        .apply(new Raw.Text(text.place(), text.value().substring(slash + 1), true)));
        if (prefix.isEmpty()) {
            problems.add(text, "an address such as 10.0.0.5/24");
        }
        return prefix.map(length -> new Vip(ip.orElseThrow(), length, interfaceName));
    }

    private void write(Group group) {
        if (group.vips.size() == 1) {
            lines.line("  - " + item(group.vips.getFirst(), group.prefer));
            return;
        }
        String first = group.prefer
                .map(node -> "prefer: " + VippyLines.quoted(node) + "\n    ips:")
                .orElse("ips:");
        lines.line("  - " + first);
        group.vips.forEach(vip -> lines.line("      - " + item(vip, Optional.empty())));
    }

    private String item(Vip vip, Optional<String> prefer) {
        String cidr = VippyLines.quoted(vip.cidr());
        var more = new StringBuilder();
        if (!vip.interfaceName.isEmpty() && !vip.interfaceName.equals(mainInterface)) {
            more.append(", interface: ").append(VippyLines.quoted(vip.interfaceName));
        }
        prefer.ifPresent(node -> more.append(", prefer: ").append(VippyLines.quoted(node)));
        return more.isEmpty() ? cidr : "{ip: " + cidr + more + "}";
    }

    void writeNotify(Optional<Raw> notify) {
        List<Raw> items = VippyLines.items("whom to notify", notify, problems);
        var written = new ArrayList<String>();
        for (Raw item : items) {
            if (item instanceof Raw.Text text && text.value().equals(NEIGHBOURS)) {
                written.add(NEIGHBOURS);
            } else if (item instanceof Raw.Fields map) {
                cidr(map).ifPresent(network -> notify(network, written));
            } else {
                problems.add(item, "arp-cache, or a map with interface and ip");
            }
        }
        if (!written.isEmpty()) {
            lines.line("notify:");
            written.forEach(item -> lines.line("  - " + item));
        }
    }

    private void notify(Vip network, List<String> written) {
        if (network.ip.isV6() || network.prefix < LARGEST_NETWORK) {
            lines.comment("notify: " + network.cidr() + " is left out; yaim tells each host of an IPv4 network of /"
                    + LARGEST_NETWORK + " or smaller.");
            return;
        }
        String name = network.interfaceName.isEmpty() ? mainInterface : network.interfaceName;
        written.add("{interface: " + VippyLines.quoted(name) + ", ip: " + network.cidr() + "}");
    }
}
