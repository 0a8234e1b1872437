package io.yaim.config.keys;

import static io.yaim.config.keys.ConfigKey.Section.ANNOUNCEMENTS;
import static io.yaim.config.keys.ConfigKey.optional;
import static io.yaim.config.keys.ConfigKey.standard;

import io.yaim.config.read.RawConfig;
import io.yaim.config.source.RawValue;
import io.yaim.config.source.YamlReader;
import io.yaim.loop.announce.UnicastTargets;
import io.yaim.model.AddressRange;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys of who is told alone of an address. Names and meaning are vippy's.
public final class NotifyConfigKeys {

    private static final String ARP_CACHE_WORD = "arp-cache";
    private static final String INTERFACE = "interface";
    private static final String IP = "ip";

    public static final ConfigKey<Duration> ARP_CACHE = standard(
            ANNOUNCEMENTS,
            "arp-cache",
            ValueTypes.time(Duration.ZERO, Duration.ofHours(1)),
            "15s",
            "How often this node reads its neighbour table, and tells the other nodes what is new, if `notify` names "
                    + "`arp-cache`; 0: never.");
    public static final ConfigKey<NotifyTargets> NOTIFY = optional(
            ANNOUNCEMENTS,
            "notify",
            new ValueType<>(
                    "a list of the word arp-cache and of maps with interface and ip, an IPv4 network of /"
                            + UnicastTargets.SHORTEST_PREFIX + " or smaller such as 10.0.0.0/24, at most "
                            + UnicastTargets.MAX_NETWORKS
                            + " of them",
                    NotifyConfigKeys::whom),
            "Who is told alone of an address, after all were by broadcast: `arp-cache`, each neighbour that any node knows; "
                    + "`{interface, ip}`, each host of this network. Not set: nobody.");

    private NotifyConfigKeys() {}

    /// What the list says.
    record NotifyTargets(boolean usesArpCache, List<UnicastTargets.Network> networks) {

        NotifyTargets {
            networks = List.copyOf(networks);
        }
    }

    public static UnicastTargets unicastTargets(RawConfig rawConfig) {
        Optional<NotifyTargets> notifyTargets = rawConfig.get(NOTIFY);
        boolean isKnown = notifyTargets.filter(NotifyTargets::usesArpCache).isPresent();
        return new UnicastTargets(
                rawConfig.get(ARP_CACHE).filter(period -> isKnown && period.isPositive()),
                isKnown,
                notifyTargets.map(NotifyTargets::networks).orElse(List.of()));
    }

    private static Optional<NotifyTargets> whom(RawValue rawValue) {
        List<RawValue> items = rawValue instanceof RawValue.RawList several ? several.items() : List.of(rawValue);
        boolean isKnown = false;
        var networks = new ArrayList<UnicastTargets.Network>();
        for (RawValue item : items) {
            Optional<UnicastTargets.Network> network =
                    item instanceof RawValue.RawMap map ? network(map.fields()) : Optional.empty();
            boolean isWord = item instanceof RawValue.RawText rawText
                    && YamlReader.normalKey(rawText.value()).equals(ARP_CACHE_WORD);
            if (network.isEmpty() && !isWord) {
                return Optional.empty();
            }
            isKnown |= isWord;
            network.ifPresent(networks::add);
        }
        return networks.size() > UnicastTargets.MAX_NETWORKS
                ? Optional.empty()
                : Optional.of(new NotifyTargets(isKnown, networks));
    }

    /// Of an address in it as well, as vippy took them; one without a length stands for itself.
    private static Optional<UnicastTargets.Network> network(Map<String, RawValue> fields) {
        var texts = new HashMap<String, String>();
        fields.forEach((key, rawValue) -> {
            if (rawValue instanceof RawValue.RawText rawText) {
                texts.put(YamlReader.normalKey(key), rawText.value());
            }
        });
        String ip = texts.getOrDefault(IP, "");
        Optional<String> link = Optional.ofNullable(fields.get(INTERFACE))
                .flatMap(rawValue -> NetworkValueTypes.interfaceName().parser().apply(rawValue));
        if (fields.size() != 2 || link.isEmpty() || !texts.containsKey(IP)) {
            return Optional.empty();
        }
        return ValueTypes.parseOrEmpty(text -> new UnicastTargets.Network(link.get(), range(text)), ip.strip());
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
