package io.yaim.config.vippy;

import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.setting.Problems;
import io.yaim.setting.RawValue;
import io.yaim.setting.SanitizedText;
import io.yaim.setting.ValueTypes;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Converts the lists `vips` and `notify` of vippy to `ips` and `notify`.
final class VippyAddressImport {

    private static final String INTERFACE = "interface";
    private static final String IP = "ip";
    private static final String NEIGHBOURS = "arp-cache";
    private static final Set<String> KNOWN = Set.of(INTERFACE, IP);

    /// Frames to each host of a network of this prefix length are what yaim sends at most.
    private static final int LARGEST_NETWORK = 22;

    private final YamlLines lines;
    private final Problems problems;
    private String mainInterface = "";
    private final Set<String> others = new LinkedHashSet<>();
    private final Set<String> leftOut = new TreeSet<>();

    VippyAddressImport(YamlLines lines, Problems problems) {
        this.lines = lines;
        this.problems = problems;
    }

    /// An address of vippy.
    ///
    /// @param interfaceName empty if none is given
    private record Vip(VirtualIp ip, int prefix, String interfaceName) {

        String cidr() {
            return ip + "/" + prefix;
        }
    }

    /// A group of vippy.
    private record Group(Optional<String> prefer, List<Vip> vips) {}

    /// The interface of the first address.
    Optional<String> mainInterface(Optional<RawValue> vips) {
        for (RawValue group : vips.map(rawValue ->
                        rawValue instanceof RawValue.RawList several ? several.items() : List.<RawValue>of())
                .orElse(List.of())) {
            for (RawValue item : group instanceof RawValue.RawList several ? several.items() : List.<RawValue>of()) {
                if (item instanceof RawValue.RawMap map
                        && map.fields().get(INTERFACE) instanceof RawValue.RawText rawText) {
                    mainInterface = rawText.value();
                    return Optional.of(mainInterface);
                }
            }
        }
        return Optional.empty();
    }

    void writeVips(Optional<RawValue> vips) {
        List<Group> groups = YamlLines.items("groups", vips, problems).stream()
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
                    + SanitizedText.plain(String.join(", ", others))
                    + ".");
        }
        if (!leftOut.isEmpty()) {
            lines.comment("Left out of the addresses: " + String.join(", ", leftOut) + ".");
        }
    }

    private Group group(RawValue rawValue) {
        Optional<String> prefer = Optional.empty();
        var vips = new ArrayList<Vip>();
        List<RawValue> items = YamlLines.items("addresses", Optional.of(rawValue), problems);
        for (int i = 0; i < items.size(); i++) {
            if (i == 0 && items.getFirst() instanceof RawValue.RawText rawText) {
                prefer = node(rawText);
            } else {
                vip(items.get(i)).ifPresent(vips::add);
            }
        }
        if (vips.isEmpty() && problems.isEmpty()) {
            problems.add(rawValue.sourceLocation(), "found no address in a group, expected one or more");
        }
        return new Group(prefer, vips);
    }

    private Optional<String> node(RawValue.RawText rawText) {
        Optional<String> name =
                ValueTypes.parseOrEmpty(NodeName::new, rawText.value()).map(NodeName::value);
        if (name.isEmpty()) {
            problems.add(rawText, "the name of a node, " + ValueTypes.nodeName().expected());
        }
        return name;
    }

    private Optional<Vip> vip(RawValue rawValue) {
        if (!(rawValue instanceof RawValue.RawMap map)) {
            problems.add(rawValue, "a map with interface and ip");
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
    private Optional<Vip> cidr(RawValue.RawMap map) {
        Map<String, RawValue> fields = map.fields();
        String interfaceName = fields.get(INTERFACE) instanceof RawValue.RawText rawText ? rawText.value() : "";
        if (!(fields.get(IP) instanceof RawValue.RawText rawText)) {
            problems.add(map.sourceLocation().below(IP), "found nothing, expected an address such as 10.0.0.5/24");
            return Optional.empty();
        }
        int slash = rawText.value().indexOf('/');
        String literal = slash < 0 ? rawText.value() : rawText.value().substring(0, slash);
        Optional<VirtualIp> ip = Optional.of(literal.strip())
                .filter(address -> address.indexOf('%') < 0)
                .flatMap(address -> ValueTypes.parseOrEmpty(InetAddress::ofLiteral, address))
                .map(VirtualIp::new);
        Optional<Integer> prefix = ip.flatMap(address -> slash < 0
                ? Optional.of(address.hostPrefix())
                : ValueTypes.number(0, address.hostPrefix())
                        .parser()
                        .apply(new RawValue.RawText(
                                rawText.sourceLocation(), rawText.value().substring(slash + 1), true)));
        if (prefix.isEmpty()) {
            problems.add(rawText, "an address such as 10.0.0.5/24");
        }
        return prefix.map(length -> new Vip(ip.orElseThrow(), length, interfaceName));
    }

    private void write(Group group) {
        if (group.vips.size() == 1) {
            lines.line("  - " + item(group.vips.getFirst(), group.prefer));
            return;
        }
        String first = group.prefer
                .map(node -> "prefer: " + YamlLines.quoted(node) + "\n    ips:")
                .orElse("ips:");
        lines.line("  - " + first);
        group.vips.forEach(vip -> lines.line("      - " + item(vip, Optional.empty())));
    }

    private String item(Vip vip, Optional<String> prefer) {
        String cidr = YamlLines.quoted(vip.cidr());
        var more = new StringBuilder();
        if (!vip.interfaceName.isEmpty() && !vip.interfaceName.equals(mainInterface)) {
            more.append(", interface: ").append(YamlLines.quoted(vip.interfaceName));
        }
        prefer.ifPresent(node -> more.append(", prefer: ").append(YamlLines.quoted(node)));
        return more.isEmpty() ? cidr : "{ip: " + cidr + more + "}";
    }

    void writeNotify(Optional<RawValue> notify) {
        List<RawValue> items = YamlLines.items("whom to notify", notify, problems);
        var written = new ArrayList<String>();
        for (RawValue item : items) {
            if (item instanceof RawValue.RawText rawText && rawText.value().equals(NEIGHBOURS)) {
                written.add(NEIGHBOURS);
            } else if (item instanceof RawValue.RawMap map) {
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
        written.add("{interface: " + YamlLines.quoted(name) + ", ip: " + network.cidr() + "}");
    }
}
