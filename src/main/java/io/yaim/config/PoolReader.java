package io.yaim.config;

import io.yaim.json.Json;
import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.store.EntryCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Makes a [PoolConfig] of `ips`: addresses, maps with an address and its options, maps with several
/// addresses and what they share, and lists, which are groups as vippy writes them.
final class PoolReader {

    static final int MOST_ENTRIES = 10_000;

    static final Kind<List<Raw>> KIND = new Kind<>("a list of addresses and groups", PoolReader::items);

    static final String IP = "ip";
    static final String IPS = "ips";
    static final String GROUP = "group";
    static final String PREFER = "prefer";
    private static final String PREFIX = "prefix";
    private static final int LONGEST_REASON = 160;
    private static final Pattern ADDRESS = Pattern.compile("[0-9./]+|.*[:/].*");

    private final Given given;
    private final Problems problems;
    private final SortedMap<VirtualIp, String> entries = new TreeMap<>();
    private final SortedMap<VirtualIp, Place> places = new TreeMap<>();
    private boolean isFull;

    PoolReader(Given given) {
        this.given = given;
        this.problems = given.problems();
    }

    /// One address, before its options mean anything.
    private record Member(Place place, VirtualIp ip, Map<String, Raw> options) {}

    /// Empty when nothing is said of the pool. What is a mistake is not in it.
    Optional<PoolConfig> read() {
        if (!given.has(MulticastKeys.IPS)) {
            if (given.has(MulticastKeys.VERSION)) {
                problems.add(given.place(MulticastKeys.VERSION), "found without ips, expected both or neither");
            }
            return Optional.empty();
        }
        given.get(MulticastKeys.IPS).orElse(List.of()).forEach(this::take);
        return Optional.of(new PoolConfig(given.get(MulticastKeys.VERSION), entries));
    }

    private void take(Raw item) {
        switch (item) {
            case Raw.Text text -> member(text).ifPresent(member -> add(member, Map.of()));
            case Raw.Items several -> takeList(several);
            case Raw.Fields map when fields(map).containsKey(IPS) -> takeGroup(map.place(), fields(map));
            case Raw.Fields map -> member(map).ifPresent(member -> add(member, Map.of()));
        }
    }

    private void takeGroup(Place place, Map<String, Raw> fields) {
        Raw ips = fields.get(IPS);
        Map<String, Raw> shared = new LinkedHashMap<>(fields);
        shared.remove(IPS);
        if (shared.remove(IP) != null) {
            problems.add(place, "found ip beside ips, expected one of the two");
        }
        Optional<List<Raw>> items = Optional.ofNullable(ips).flatMap(KIND.read());
        List<Member> members = items.orElse(List.of()).stream()
                .flatMap(item -> member(item).stream())
                .toList();
        if (items.isEmpty() || items.get().isEmpty()) {
            problems.add(place, "found no address in a group, expected ips: [one, ...]");
        }
        addAll(place, members, shared, !shared.containsKey(GROUP) && members.size() > 1);
    }

    /// A group of vippy: the preferred node, which may be missing, and its addresses.
    private void takeList(Raw.Items several) {
        Map<String, Raw> shared = new LinkedHashMap<>();
        List<Raw> rest = several.items();
        if (!rest.isEmpty() && rest.getFirst() instanceof Raw.Text first && isNode(first)) {
            shared.put(PREFER, first);
            rest = rest.subList(1, rest.size());
        }
        if (rest.isEmpty()) {
            problems.add(several.place(), "found no address in a group, expected [node, address, ...]");
        }
        List<Member> members =
                rest.stream().flatMap(item -> member(item).stream()).toList();
        addAll(several.place(), members, shared, members.size() > 1);
    }

    /// A misspelt address is no node, although its name might be one.
    private static boolean isNode(Raw.Text text) {
        return !ADDRESS.matcher(text.value()).matches()
                && Kinds.unlessRefused(NodeName::new, text.value()).isPresent();
    }

    /// @param isNamed whether they get a group; its name is the lowest address, wherever that stands
    private void addAll(Place place, List<Member> members, Map<String, Raw> shared, boolean isNamed) {
        if (isNamed) {
            String lowest = members.stream()
                    .map(Member::ip)
                    .min(VirtualIp::compareTo)
                    .orElseThrow()
                    .toString();
            shared.put(GROUP, new Raw.Text(place, lowest.replace(':', '-'), true));
        }
        members.forEach(member -> add(member, shared));
    }

    private Optional<Member> member(Raw raw) {
        return switch (raw) {
            case Raw.Text text -> address(text, new LinkedHashMap<>());
            case Raw.Fields map -> {
                Map<String, Raw> fields = fields(map);
                Raw ip = fields.remove(IP);
                if (ip instanceof Raw.Text text) {
                    yield address(text, fields);
                }
                problems.add(
                        CheckReader.below(map.place(), IP),
                        "found " + (ip == null ? "nothing" : ip.found()) + ", expected an IP address");
                yield Optional.empty();
            }
            case Raw.Items several -> {
                problems.add(several.place(), "found a list in a group, expected an address");
                yield Optional.empty();
            }
        };
    }

    /// @param text an address, and perhaps the length of its prefix behind a slash
    private Optional<Member> address(Raw.Text text, Map<String, Raw> options) {
        int slash = text.value().indexOf('/');
        String literal = slash < 0 ? text.value() : text.value().substring(0, slash);
        try {
            VirtualIp ip = VirtualIp.parse(literal.strip());
            if (slash >= 0) {
                String length = text.value().substring(slash + 1);
                if (options.put(PREFIX, new Raw.Text(text.place(), length, false)) != null) {
                    problems.add(text.place(), "found a prefix in it and beside it, expected one of the two");
                }
            }
            return Optional.of(new Member(text.place(), ip, options));
        } catch (IllegalArgumentException e) {
            problems.add(text.place(), "found " + text.found() + ", " + e.getMessage());
            return Optional.empty();
        }
    }

    private void add(Member member, Map<String, Raw> shared) {
        if (isFull) {
            return;
        }
        if (entries.size() == MOST_ENTRIES) {
            isFull = true;
            problems.add(member.place, "found more than %d addresses, expected at most that".formatted(MOST_ENTRIES));
            return;
        }
        Place earlier = places.putIfAbsent(member.ip, member.place);
        if (earlier != null) {
            String where = earlier.line() > 0 ? "; first in line " + earlier.line() : "";
            problems.add(member.place, "found " + member.ip + " twice, expected once" + where);
            return;
        }
        Map<String, Raw> options = new LinkedHashMap<>(shared);
        options.putAll(member.options);
        options(member, options).ifPresent(text -> entries.put(member.ip, text));
    }

    /// As the store would have them, in one spelling.
    private Optional<String> options(Member member, Map<String, Raw> raws) {
        if (!areKnown(raws)) {
            return Optional.empty();
        }
        try {
            Map<String, Object> values = EntryValue.of(raws);
            String text = values.isEmpty() ? "" : Json.of(values);
            Entry entry = EntryCodec.decode(member.ip, "", text);
            Raw mode = raws.get(Keys.DCS_FAILURE_MODE.name());
            if (mode != null && !entry.failureMode().equals(Optional.of(FailureMode.RELEASE))) {
                problems.addOnce(mode.place(), MulticastReader.releaseOnly(mode));
            }
            return Optional.of(values.isEmpty() ? "" : Json.of(EntryCodec.options(entry)));
        } catch (IllegalArgumentException e) {
            tell(member, raws, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private boolean areKnown(Map<String, Raw> raws) {
        boolean areKnown = true;
        for (Map.Entry<String, Raw> option : raws.entrySet()) {
            if (!EntryCodec.names().contains(option.getKey())) {
                areKnown = false;
                problems.addOnce(
                        option.getValue().place(),
                        "unknown option of an address"
                                + KeyTable.nearest(option.getKey(), EntryCodec.names())
                                        .map(near -> ", did you mean `" + near + "`?")
                                        .orElse(", known are " + String.join(", ", EntryCodec.names())));
            }
        }
        return areKnown;
    }

    /// At the option that it is about, if it says so.
    private void tell(Member member, Map<String, Raw> raws, String reason) {
        for (Map.Entry<String, Raw> option : raws.entrySet()) {
            String start = option.getKey() + ": ";
            if (reason.startsWith(start)) {
                problems.addOnce(
                        option.getValue().place(), Shown.plain(reason.substring(start.length()), LONGEST_REASON));
                return;
            }
        }
        problems.addOnce(member.place, member.ip + ": " + Shown.plain(reason, LONGEST_REASON));
    }

    /// By their names in lower case and dashes, without those that are empty.
    private Map<String, Raw> fields(Raw.Fields map) {
        Map<String, Raw> fields = new LinkedHashMap<>();
        map.fields().forEach((spelling, raw) -> {
            if (!(raw instanceof Raw.Text text && text.isUnset())
                    && fields.putIfAbsent(YamlText.normal(spelling), raw) != null) {
                problems.addOnce(raw.place(), "found twice, expected once");
            }
        });
        return fields;
    }

    private static Optional<List<Raw>> items(Raw raw) {
        return switch (raw) {
            case Raw.Items several -> Optional.of(several.items());
            case Raw.Text text -> {
                var items = new ArrayList<Raw>();
                Arrays.stream(text.value().split(",", -1))
                        .forEach(part -> items.add(new Raw.Text(text.place(), part.strip(), true)));
                yield Optional.of(items);
            }
            case Raw.Fields _ -> Optional.empty();
        };
    }
}
