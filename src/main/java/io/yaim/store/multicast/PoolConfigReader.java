package io.yaim.store.multicast;

import io.yaim.json.Json;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.setting.ConfigValues;
import io.yaim.setting.Misspelling;
import io.yaim.setting.Problems;
import io.yaim.setting.RawValue;
import io.yaim.setting.SanitizedText;
import io.yaim.setting.SourceLocation;
import io.yaim.setting.ValueTypes;
import io.yaim.setting.YamlReader;
import io.yaim.store.EntryCodec;
import io.yaim.store.multicast.participant.PoolFile;
import io.yaim.store.spi.StoreKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Builds a [PoolFile.Configured] from `ips`. Its items are addresses, maps and lists. A map has an address and its
/// options, or several addresses and their common options. A list is a group as vippy writes it.
public final class PoolConfigReader {

    static final int MOST_ENTRIES = 10_000;

    static final String IP = "ip";
    static final String IPS = "ips";
    static final String GROUP = "group";
    static final String PREFER = "prefer";
    private static final String PREFIX = "prefix";
    private static final int LONGEST_REASON = 160;
    private static final Pattern ADDRESS = Pattern.compile("[0-9./]+|.*[:/].*");

    private final ConfigValues values;
    private final Problems problems;
    private final SortedMap<VirtualIp, String> entries = new TreeMap<>();
    private final SortedMap<VirtualIp, SourceLocation> places = new TreeMap<>();
    private boolean isFull;

    PoolConfigReader(ConfigValues values) {
        this.values = values;
        this.problems = values.problems();
    }

    /// One address, before its options are read.
    private record PoolItem(SourceLocation sourceLocation, VirtualIp ip, Map<String, RawValue> options) {}

    /// Empty if no pool is given. Entries with mistakes are left out.
    Optional<PoolFile.Configured> read() {
        if (!values.has(MulticastKeys.IPS)) {
            if (values.has(MulticastKeys.VERSION)) {
                problems.add(values.locationOf(MulticastKeys.VERSION), "found without ips, expected both or neither");
            }
            return Optional.empty();
        }
        values.get(MulticastKeys.IPS).orElse(List.of()).forEach(this::take);
        return Optional.of(new PoolFile.Configured(values.get(MulticastKeys.VERSION), entries));
    }

    private void take(RawValue item) {
        switch (item) {
            case RawValue.RawText rawText -> member(rawText).ifPresent(poolItem -> add(poolItem, Map.of()));
            case RawValue.RawList several -> takeList(several);
            case RawValue.RawMap map when fields(map).containsKey(IPS) -> takeGroup(map.sourceLocation(), fields(map));
            case RawValue.RawMap map -> member(map).ifPresent(poolItem -> add(poolItem, Map.of()));
        }
    }

    private void takeGroup(SourceLocation sourceLocation, Map<String, RawValue> fields) {
        RawValue ips = fields.get(IPS);
        Map<String, RawValue> shared = new LinkedHashMap<>(fields);
        shared.remove(IPS);
        if (shared.remove(IP) != null) {
            problems.add(sourceLocation, "found ip beside ips, expected one of the two");
        }
        Optional<List<RawValue>> items =
                Optional.ofNullable(ips).flatMap(MulticastKeys.IPS.type().parser());
        List<PoolItem> members = items.orElse(List.of()).stream()
                .flatMap(item -> member(item).stream())
                .toList();
        if (items.isEmpty() || items.get().isEmpty()) {
            problems.add(sourceLocation, "found no address in a group, expected ips: [one, ...]");
        }
        addAll(sourceLocation, members, shared, !shared.containsKey(GROUP) && members.size() > 1);
    }

    /// A group of vippy: the preferred node, which may be missing, and its addresses.
    private void takeList(RawValue.RawList several) {
        Map<String, RawValue> shared = new LinkedHashMap<>();
        List<RawValue> rest = several.items();
        if (!rest.isEmpty() && rest.getFirst() instanceof RawValue.RawText first && isNode(first)) {
            shared.put(PREFER, first);
            rest = rest.subList(1, rest.size());
        }
        if (rest.isEmpty()) {
            problems.add(several.sourceLocation(), "found no address in a group, expected [node, address, ...]");
        }
        List<PoolItem> members =
                rest.stream().flatMap(item -> member(item).stream()).toList();
        addAll(several.sourceLocation(), members, shared, members.size() > 1);
    }

    /// A misspelt address is not a node, although it could be the name of one.
    private static boolean isNode(RawValue.RawText rawText) {
        return !ADDRESS.matcher(rawText.value()).matches()
                && ValueTypes.parseOrEmpty(NodeName::new, rawText.value()).isPresent();
    }

    /// @param isNamed whether they become a group, which is named after the lowest address
    private void addAll(
            SourceLocation sourceLocation, List<PoolItem> members, Map<String, RawValue> shared, boolean isNamed) {
        if (isNamed) {
            String lowest = members.stream()
                    .map(PoolItem::ip)
                    .min(VirtualIp::compareTo)
                    .orElseThrow()
                    .toString();
            shared.put(GROUP, new RawValue.RawText(sourceLocation, lowest.replace(':', '-'), true));
        }
        members.forEach(poolItem -> add(poolItem, shared));
    }

    private Optional<PoolItem> member(RawValue rawValue) {
        return switch (rawValue) {
            case RawValue.RawText rawText -> address(rawText, new LinkedHashMap<>());
            case RawValue.RawMap map -> {
                Map<String, RawValue> fields = fields(map);
                RawValue ip = fields.remove(IP);
                if (ip instanceof RawValue.RawText rawText) {
                    yield address(rawText, fields);
                }
                problems.add(
                        map.sourceLocation().below(IP),
                        "found " + (ip == null ? "nothing" : ip.description()) + ", expected an IP address");
                yield Optional.empty();
            }
            case RawValue.RawList several -> {
                problems.add(several.sourceLocation(), "found a list in a group, expected an address");
                yield Optional.empty();
            }
        };
    }

    /// @param rawText an address, and perhaps the length of its prefix behind a slash
    private Optional<PoolItem> address(RawValue.RawText rawText, Map<String, RawValue> options) {
        int slash = rawText.value().indexOf('/');
        String literal = slash < 0 ? rawText.value() : rawText.value().substring(0, slash);
        try {
            VirtualIp ip = VirtualIp.parse(literal.strip());
            if (slash >= 0) {
                String length = rawText.value().substring(slash + 1);
                if (options.put(PREFIX, new RawValue.RawText(rawText.sourceLocation(), length, false)) != null) {
                    problems.add(
                            rawText.sourceLocation(), "found a prefix in it and beside it, expected one of the two");
                }
            }
            return Optional.of(new PoolItem(rawText.sourceLocation(), ip, options));
        } catch (IllegalArgumentException e) {
            problems.add(rawText.sourceLocation(), "found " + rawText.description() + ", " + e.getMessage());
            return Optional.empty();
        }
    }

    private void add(PoolItem poolItem, Map<String, RawValue> shared) {
        if (isFull) {
            return;
        }
        if (entries.size() == MOST_ENTRIES) {
            isFull = true;
            problems.add(
                    poolItem.sourceLocation,
                    "found more than %d addresses, expected at most that".formatted(MOST_ENTRIES));
            return;
        }
        SourceLocation earlier = places.putIfAbsent(poolItem.ip, poolItem.sourceLocation);
        if (earlier != null) {
            String where = earlier.line() > 0 ? "; first in line " + earlier.line() : "";
            problems.add(poolItem.sourceLocation, "found " + poolItem.ip + " twice, expected once" + where);
            return;
        }
        Map<String, RawValue> options = new LinkedHashMap<>(shared);
        options.putAll(poolItem.options);
        options(poolItem, options).ifPresent(text -> entries.put(poolItem.ip, text));
    }

    /// As the store would have them, in one spelling.
    private Optional<String> options(PoolItem poolItem, Map<String, RawValue> raws) {
        if (!areKnown(raws)) {
            return Optional.empty();
        }
        try {
            Map<String, Object> values = EntryOptionValues.of(raws);
            String text = values.isEmpty() ? "" : Json.of(values);
            Entry entry = EntryCodec.decode(poolItem.ip, "", text);
            RawValue mode = raws.get(StoreKeys.DCS_FAILURE_MODE.name());
            if (mode != null && !entry.failureMode().equals(Optional.of(FailureMode.RELEASE))) {
                problems.addOnce(mode.sourceLocation(), MulticastConfigReader.releaseOnly(mode));
            }
            return Optional.of(values.isEmpty() ? "" : Json.of(EntryCodec.options(entry)));
        } catch (IllegalArgumentException e) {
            tell(poolItem, raws, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private boolean areKnown(Map<String, RawValue> raws) {
        boolean areKnown = true;
        for (Map.Entry<String, RawValue> option : raws.entrySet()) {
            if (!EntryCodec.optionNames().contains(option.getKey())) {
                areKnown = false;
                problems.addOnce(
                        option.getValue().sourceLocation(),
                        "unknown option of an address"
                                + Misspelling.nearest(option.getKey(), EntryCodec.optionNames())
                                        .map(near -> ", did you mean `" + near + "`?")
                                        .orElse(", known are " + String.join(", ", EntryCodec.optionNames())));
            }
        }
        return areKnown;
    }

    /// At the location of the option that the reason names, if it names one.
    private void tell(PoolItem poolItem, Map<String, RawValue> raws, String reason) {
        for (Map.Entry<String, RawValue> option : raws.entrySet()) {
            String start = option.getKey() + ": ";
            if (reason.startsWith(start)) {
                problems.addOnce(
                        option.getValue().sourceLocation(),
                        SanitizedText.plain(reason.substring(start.length()), LONGEST_REASON));
                return;
            }
        }
        problems.addOnce(poolItem.sourceLocation, poolItem.ip + ": " + SanitizedText.plain(reason, LONGEST_REASON));
    }

    /// The fields by their names in lower case and dashes, without empty ones.
    private Map<String, RawValue> fields(RawValue.RawMap map) {
        Map<String, RawValue> fields = new LinkedHashMap<>();
        map.fields().forEach((spelling, rawValue) -> {
            if (!(rawValue instanceof RawValue.RawText rawText && rawText.isUnset())
                    && fields.putIfAbsent(YamlReader.normalKey(spelling), rawValue) != null) {
                problems.addOnce(rawValue.sourceLocation(), "found twice, expected once");
            }
        });
        return fields;
    }
}
