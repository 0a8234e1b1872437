package io.yaim.store;

import io.yaim.json.Fields;
import io.yaim.json.StrictYaml;
import io.yaim.model.Entry;
import io.yaim.model.EntryCheck;
import io.yaim.model.FailureMode;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Reads the options of an entry. If one of them is not understood, all are invalid, so that no entry is managed in a
/// way that was not requested.
public final class EntryCodec {

    /// The longest value, in characters.
    public static final int LONGEST = 4096;

    /// The limits of `check-interval`.
    public static final Duration SHORTEST_INTERVAL = Duration.ofMillis(50);

    public static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

    private static final int DEPTH = 4;
    private static final VirtualIp BROADCAST = VirtualIp.parse("255.255.255.255");
    private static final int MOST_PREFERRED = 16;
    private static final int MOST_CHECKS = 16;
    private static final SortedSet<String> KNOWN = new TreeSet<>(
            Set.of("check-interval", "checks", "dcs-failure-mode", "group", "interface", "label", "prefer", "prefix"));
    private static final SortedSet<String> KNOWN_OF_CHECK = new TreeSet<>(Set.of("host", "port", "type"));

    /// IFNAMSIZ of the kernel's include/uapi/linux/if.h is 16 with the closing zero; dev_valid_name() in
    /// net/core/dev.c refuses slash, colon and white space.
    private static final Pattern INTERFACE = Pattern.compile("[!-.0-9;-~]{1,15}");

    /// The part after `interface:` in IFA_LABEL, which has the same size in all.
    private static final Pattern LABEL = Pattern.compile("[!-9;-~]{1,13}");

    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9._-]{1,63}");

    private EntryCodec() {}

    /// The entry that this value of this key describes.
    ///
    /// @throws IllegalArgumentException the value is not that of an entry; the message says why
    public static Entry decode(VirtualIp ip, String key, String value) {
        checkKind(ip);
        Optional<Object> parsed = StrictYaml.parse(value, LONGEST, DEPTH);
        if (parsed.isEmpty()) {
            return Entry.plain(ip, key);
        }
        return decode(ip, key, Fields.of(parsed.get(), "options"));
    }

    /// The entry with these options.
    ///
    /// @throws IllegalArgumentException they are none of an entry; the message says why
    public static Entry decode(VirtualIp ip, String key, Map<String, Object> options) {
        return decode(ip, key, new Fields(options));
    }

    private static Entry decode(VirtualIp ip, String key, Fields options) {
        refuseUnknown(options, "option", KNOWN);
        return new Entry(
                ip,
                key,
                options.integer("prefix").map(prefix -> checkedPrefix(prefix, ip)),
                checked(options, "interface", INTERFACE, "the name of a network interface"),
                checked(options, "label", LABEL, "1 to 13 printable characters, the part after the colon"),
                checked(options, "group", GROUP, "1 to 63 of A-Z a-z 0-9 . _ -"),
                preferred(options),
                failureMode(options),
                checks(options),
                options.integer("check-interval").map(EntryCodec::interval));
    }

    /// The options of the entry, as a value has them.
    public static Map<String, Object> options(Entry entry) {
        var options = new LinkedHashMap<String, Object>();
        entry.prefix().ifPresent(prefix -> options.put("prefix", prefix));
        entry.interfaceName().ifPresent(name -> options.put("interface", name));
        entry.label().ifPresent(label -> options.put("label", label));
        entry.group().ifPresent(group -> options.put("group", group));
        if (!entry.prefer().isEmpty()) {
            options.put("prefer", entry.prefer().stream().map(NodeName::value).toList());
        }
        entry.failureMode().ifPresent(mode -> options.put("dcs-failure-mode", mode.toString()));
        if (!entry.checks().isEmpty()) {
            options.put(
                    "checks", entry.checks().stream().map(EntryCodec::fields).toList());
        }
        entry.checkInterval().ifPresent(interval -> options.put("check-interval", interval.toMillis()));
        return options;
    }

    /// A check of an entry, as a value has it.
    public static Map<String, Object> fields(EntryCheck check) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", EntryCheck.TYPE);
        fields.put("host", check.host());
        fields.put("port", check.port());
        return fields;
    }

    /// Of all options that an entry may have, in alphabetical order.
    public static SortedSet<String> optionNames() {
        return Collections.unmodifiableSortedSet(KNOWN);
    }

    private static void refuseUnknown(Fields options, String what, SortedSet<String> known) {
        for (String name : options.values().keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown " + what + " " + name + ", known are " + String.join(", ", known));
            }
        }
    }

    /// Addresses by which no host can be reached, whatever its configuration. A link-local IPv6 address would be
    /// bound and not be found again, since each interface has one of its own. The kernel accepts the unspecified
    /// IPv4 address and binds nothing. It treats the limited broadcast address (RFC 919, section 7) like any other.
    private static void checkKind(VirtualIp ip) {
        InetAddress address = ip.address();
        boolean isLinkLocal = ip.isV6() && address.isLinkLocalAddress();
        if (isLinkLocal || address.isAnyLocalAddress() || address.isMulticastAddress() || ip.equals(BROADCAST)) {
            throw new IllegalArgumentException("expected a unicast address, and of IPv6 none that is link-local");
        }
    }

    private static int checkedPrefix(int prefix, VirtualIp ip) {
        if (prefix < 1 || prefix > ip.hostPrefix()) {
            throw new IllegalArgumentException("prefix: expected 1 to " + ip.hostPrefix() + ", found " + prefix);
        }
        return prefix;
    }

    private static Optional<String> checked(Fields options, String name, Pattern form, String expected) {
        Optional<String> text = options.optionalText(name);
        if (text.isPresent() && !form.matcher(text.get()).matches()) {
            throw new IllegalArgumentException(name + ": expected " + expected + ", found " + text.get());
        }
        return text;
    }

    private static Optional<FailureMode> failureMode(Fields options) {
        String name = "dcs-failure-mode";
        try {
            return options.optionalText(name).map(FailureMode::of);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static List<EntryCheck> checks(Fields options) {
        List<Fields> maps = options.maps("checks", MOST_CHECKS);
        try {
            return maps.stream().map(EntryCodec::check).distinct().toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("checks: " + e.getMessage(), e);
        }
    }

    private static EntryCheck check(Fields options) {
        refuseUnknown(options, "option", KNOWN_OF_CHECK);
        String type = options.text("type");
        if (!type.equalsIgnoreCase(EntryCheck.TYPE)) {
            throw new IllegalArgumentException("type: expected " + EntryCheck.TYPE + ", found " + type);
        }
        int port = options.integer("port").orElseThrow(() -> new IllegalArgumentException("port is missing"));
        return new EntryCheck(options.text("host"), port);
    }

    private static Duration interval(int millis) {
        if (millis < SHORTEST_INTERVAL.toMillis() || millis > LONGEST_INTERVAL.toMillis()) {
            throw new IllegalArgumentException("check-interval: expected " + SHORTEST_INTERVAL.toMillis() + " to "
                    + LONGEST_INTERVAL.toMillis() + " ms, found " + millis);
        }
        return Duration.ofMillis(millis);
    }

    private static List<NodeName> preferred(Fields options) {
        return options.texts("prefer", MOST_PREFERRED).stream()
                .map(NodeName::new)
                .distinct()
                .toList();
    }
}
