package io.yaim.config;

import static io.yaim.config.Key.Section.ANNOUNCEMENTS;
import static io.yaim.config.Key.optional;
import static io.yaim.config.Key.standard;

import io.yaim.loop.Notifying;
import io.yaim.model.AddressRange;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys of who is told alone of an address. Names and meaning are vippy's.
final class NotifyKeys {

    private static final String KNOWN = "arp-cache";
    private static final String INTERFACE = "interface";
    private static final String IP = "ip";

    static final Key<Duration> ARP_CACHE = standard(
            ANNOUNCEMENTS,
            "arp-cache",
            Kinds.time(Duration.ZERO, Duration.ofHours(1)),
            "15s",
            "How often this node reads its neighbour table, and tells the other nodes what is new, if `notify` names "
                    + "`arp-cache`; 0: never.");
    static final Key<Whom> NOTIFY = optional(
            ANNOUNCEMENTS,
            "notify",
            new Kind<>(
                    "a list of the word arp-cache and of maps with interface and ip, an IPv4 network of /"
                            + Notifying.LARGEST + " or smaller such as 10.0.0.0/24, at most " + Notifying.MOST_NETWORKS
                            + " of them",
                    NotifyKeys::whom),
            "Who is told alone of an address, after all were by broadcast: `arp-cache`, each neighbour that any node knows; "
                    + "`{interface, ip}`, each host of this network. Not set: nobody.");

    private NotifyKeys() {}

    /// What the list says.
    record Whom(boolean isKnown, List<Notifying.Network> networks) {

        Whom {
            networks = List.copyOf(networks);
        }
    }

    static Notifying notifying(Given given) {
        Optional<Whom> whom = given.get(NOTIFY);
        boolean isKnown = whom.filter(Whom::isKnown).isPresent();
        return new Notifying(
                given.get(ARP_CACHE).filter(period -> isKnown && period.isPositive()),
                isKnown,
                whom.map(Whom::networks).orElse(List.of()));
    }

    private static Optional<Whom> whom(Raw raw) {
        List<Raw> items = raw instanceof Raw.Items several ? several.items() : List.of(raw);
        boolean isKnown = false;
        var networks = new ArrayList<Notifying.Network>();
        for (Raw item : items) {
            Optional<Notifying.Network> network =
                    item instanceof Raw.Fields map ? network(map.fields()) : Optional.empty();
            boolean isWord = item instanceof Raw.Text text
                    && YamlText.normal(text.value()).equals(KNOWN);
            if (network.isEmpty() && !isWord) {
                return Optional.empty();
            }
            isKnown |= isWord;
            network.ifPresent(networks::add);
        }
        return networks.size() > Notifying.MOST_NETWORKS ? Optional.empty() : Optional.of(new Whom(isKnown, networks));
    }

    /// Of an address in it as well, as vippy took them; one without a length stands for itself.
    private static Optional<Notifying.Network> network(Map<String, Raw> fields) {
        var texts = new HashMap<String, String>();
        fields.forEach((key, raw) -> {
            if (raw instanceof Raw.Text text) {
                texts.put(YamlText.normal(key), text.value());
            }
        });
        String ip = texts.getOrDefault(IP, "");
        Optional<String> link = Optional.ofNullable(fields.get(INTERFACE))
                .flatMap(raw -> NetworkKinds.interfaceName().read().apply(raw));
        if (fields.size() != 2 || link.isEmpty() || !texts.containsKey(IP)) {
            return Optional.empty();
        }
        return Kinds.unlessRefused(text -> new Notifying.Network(link.get(), range(text)), ip.strip());
    }

    private static AddressRange range(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return AddressRange.parse(text);
        }
        VirtualIp ip = VirtualIp.parse(text.substring(0, slash));
        AddressRange length = AddressRange.parse((ip.isV6() ? "::" : "0.0.0.0") + text.substring(slash));
        return AddressRange.around(ip, length.length());
    }
}
