package io.yaim.config.keys;

import io.yaim.loop.announce.UnicastTargets;
import io.yaim.model.AddressRange;
import io.yaim.model.VirtualIp;
import io.yaim.setting.NetworkValueTypes;
import io.yaim.setting.RawValue;
import io.yaim.setting.ValueType;
import io.yaim.setting.ValueTypes;
import io.yaim.setting.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The value of `notify`: the neighbours to which an address is announced by unicast.
///
/// @param usesArpCache whether each neighbour that any node knows is one
public record NotifyTargets(boolean usesArpCache, List<UnicastTargets.Network> networks) {

    private static final String ARP_CACHE = "arp-cache";
    private static final String INTERFACE = "interface";
    private static final String IP = "ip";

    public NotifyTargets {
        networks = List.copyOf(networks);
    }

    static ValueType<NotifyTargets> type() {
        return new ValueType<>(
                "a list of the word arp-cache and of maps with interface and ip, an IPv4 network of /"
                        + UnicastTargets.SHORTEST_PREFIX + " or smaller such as 10.0.0.0/24, at most "
                        + UnicastTargets.MAX_NETWORKS
                        + " of them",
                NotifyTargets::parse);
    }

    private static Optional<NotifyTargets> parse(RawValue rawValue) {
        List<RawValue> items = rawValue instanceof RawValue.RawList several ? several.items() : List.of(rawValue);
        boolean usesArpCache = false;
        var networks = new ArrayList<UnicastTargets.Network>();
        for (RawValue item : items) {
            Optional<UnicastTargets.Network> network =
                    item instanceof RawValue.RawMap map ? network(map.fields()) : Optional.empty();
            boolean isWord = item instanceof RawValue.RawText rawText
                    && YamlReader.normalKey(rawText.value()).equals(ARP_CACHE);
            if (network.isEmpty() && !isWord) {
                return Optional.empty();
            }
            usesArpCache |= isWord;
            network.ifPresent(networks::add);
        }
        return networks.size() > UnicastTargets.MAX_NETWORKS
                ? Optional.empty()
                : Optional.of(new NotifyTargets(usesArpCache, networks));
    }

    /// Also accepts an address in the network, as vippy does. One without a prefix length stands for itself.
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
