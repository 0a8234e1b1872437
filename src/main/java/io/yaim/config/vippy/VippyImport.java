package io.yaim.config.vippy;

import io.yaim.config.ConfigLoader;
import io.yaim.json.Json;
import io.yaim.model.NodeName;
import io.yaim.setting.ConfigException;
import io.yaim.setting.NetworkValueTypes;
import io.yaim.setting.Problems;
import io.yaim.setting.RawValue;
import io.yaim.setting.SanitizedText;
import io.yaim.setting.SourceLocation;
import io.yaim.setting.ValueTypes;
import io.yaim.setting.YamlReader;
import io.yaim.store.multicast.ConfiguredMulticast;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Converts a configuration of vippy to a `yaim.yml`. It is JSON, or YAML, of which JSON is a part.
public final class VippyImport {

    private static final String STANDARD_SOCKET = "/var/run/vippy.socket";
    private static final String ALL = "all";
    private static final Set<String> KNOWN = Set.of(
            "chat",
            "chat_interface",
            "secret",
            "version",
            "vips",
            "nodes",
            "interval",
            "mature",
            "stale",
            "arp-cache",
            "notify",
            "management",
            "logging",
            "plugins");
    private static final Set<String> KNOWN_OF_LOGGING = Set.of("driver", "facility", "mask");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,7}(\\.\\d{1,9})?");

    /// From the most severe to the most verbose.
    private static final List<String> LEVELS =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    private final Map<String, RawValue> fields = new LinkedHashMap<>();
    private final Problems problems;
    private final YamlLines lines = new YamlLines();

    private VippyImport(RawValue.RawMap file, Problems problems) {
        file.fields().forEach((name, rawValue) -> {
            if (!YamlLines.isNothing(rawValue)) {
                fields.put(name, rawValue);
            }
        });
        this.problems = problems;
    }

    /// The text of an equivalent `yaim.yml`. Its comments say what differs and what is lost. It may fail to load,
    /// because settings that vippy does not have, and values out of range, are not invented.
    ///
    /// @param nodename what vippy was started with as `-n`
    /// @throws ConfigException the file cannot be read, or is not one of vippy
    public static String toYaml(Path file, Optional<NodeName> nodename) throws ConfigException {
        var problems = new Problems();
        var place = new SourceLocation(file.toString(), 0, "");
        Optional<String> text = ConfigLoader.content(file, problems);
        text.flatMap(FileRecognition::refusal).ifPresent(refusal -> problems.add(place, refusal));
        problems.throwIfAny();
        // JSON may be indented by tabs, YAML may not; neither allows a literal tab in a text
        Optional<RawValue.RawMap> rawMap =
                text.flatMap(content -> YamlReader.read(file.toString(), content.replace('\t', ' '), problems));
        problems.throwIfAny();
        Set<String> keys = rawMap.orElseThrow().fields().keySet();
        FileRecognition.refusal(keys).ifPresent(refusal -> problems.add(place, refusal));
        problems.throwIfAny();
        var vippy = new VippyImport(rawMap.orElseThrow(), problems);
        vippy.write(file, nodename);
        problems.throwIfAny();
        return vippy.lines.toString();
    }

    private void write(Path file, Optional<NodeName> nodename) {
        lines.comment("What " + SanitizedText.plain(file.toString())
                + " of vippy says, for yaim. What is different, or lost," + " stands beside it.");
        var addresses = new VippyAddressImport(lines, problems);
        writeStore(addresses.mainInterface(raw("vips")));
        text("version").ifPresentOrElse(version -> lines.key("version", version), () -> lines.key("version", "0"));
        addresses.writeVips(raw("vips"));
        writeNodes(nodename);
        writeTimes();
        time("arp-cache");
        addresses.writeNotify(raw("notify"));
        lines.blank();
        lines.key("socket", YamlLines.quoted(text("management").orElse(STANDARD_SOCKET)));
        writeLogging();
        writePlugins();
        writeUnknown();
    }

    private void writeStore(Optional<String> mainInterface) {
        lines.blank();
        lines.comment("Where addresses are bound that say nothing else, and where the nodes hear each other.");
        mainInterface.ifPresentOrElse(
                name -> lines.key("interface", YamlLines.quoted(name)),
                () -> lines.comment("There is none in vips: put one here.\n#interface: eth0"));
        lines.blank();
        lines.key("dcs-type", ConfiguredMulticast.TYPE);
        text("chat").ifPresent(group -> lines.key("multicast-group", YamlLines.quoted(group)));
        text("chat_interface").ifPresent(this::writeChatInterface);
        if (fields.containsKey("secret")) {
            lines.comment("It authenticates as in vippy, and encrypts as well.");
            text("secret").ifPresent(secret -> lines.key("secret", Json.of(secret)));
        } else {
            lines.comment("vippy had none; yaim starts with one only, the same on all nodes.\n#secret: \"\"");
        }
        lines.blank();
    }

    private void writeChatInterface(String name) {
        if (name.equals(ALL)) {
            lines.comment(
                    "chat_interface \"all\": yaim's nodes hear each other on one interface; multicast-interface, if it"
                            + " is not the one above.");
        } else if (isInterface(name)) {
            lines.key("multicast-interface", YamlLines.quoted(name));
        } else {
            lines.comment("chat_interface " + SanitizedText.quoted(name)
                    + ": put the name of that interface here, if it is not the"
                    + " one above.\n#multicast-interface: eth0");
        }
    }

    /// Whether this is the name of an interface, not its address.
    private static boolean isInterface(String name) {
        var raw = new RawValue.RawText(new SourceLocation("", 0, ""), name, true);
        return !name.matches("[0-9.]+")
                && NetworkValueTypes.interfaceName().parser().apply(raw).isPresent();
    }

    private void writeNodes(Optional<NodeName> nodename) {
        lines.blank();
        nodename.ifPresentOrElse(
                name -> lines.key("nodename", YamlLines.quoted(name.value())),
                () -> lines.comment(
                        "A node is called as its host; nodename, or --nodename, says otherwise, as -n did."));
        List<String> nodes = YamlLines.texts("nodes", raw("nodes"), problems);
        if (!nodes.isEmpty()) {
            lines.comment("vippy spread nodes with the version. yaim does not: put the same ones on each node.");
            lines.key(
                    "nodes",
                    "["
                            + String.join(
                                    ", ", nodes.stream().map(YamlLines::quoted).toList()) + "]");
        }
    }

    private void writeTimes() {
        lines.blank();
        time("interval");
        time("mature");
        time("stale");
    }

    /// A number of seconds, perhaps in quotes. In JavaScript, 0 is false, so vippy used its default.
    private void time(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return;
        }
        if (!NUMBER.matcher(text.get()).matches()) {
            raw(name).ifPresent(rawValue -> problems.add(rawValue, "a number of seconds"));
            return;
        }
        long millis = new BigDecimal(text.get())
                .movePointRight(3)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
        if (millis == 0) {
            lines.comment(name + " was 0, for which vippy took its standard; so does yaim.");
        } else {
            lines.key(name, ValueTypes.formatDuration(Duration.ofMillis(millis)).replace(" ", ""));
        }
    }

    private void writeLogging() {
        RawValue rawValue = fields.get("logging");
        if (rawValue == null) {
            return;
        }
        if (!(rawValue instanceof RawValue.RawMap logging)) {
            problems.add(rawValue, "a map with driver, facility and mask");
            return;
        }
        lines.blank();
        lines.comment("yaim logs to standard error, and so to the journal: logging.driver and logging.facility have no"
                + " counterpart.");
        logging.fields().keySet().stream()
                .filter(name -> !KNOWN_OF_LOGGING.contains(name))
                .forEach(name -> lines.comment("logging." + name + " is not known, and left out."));
        RawValue mask = logging.fields().get("mask");
        if (mask instanceof RawValue.RawMap levels) {
            writeMask(levels.fields());
        } else if (mask != null && !YamlLines.isNothing(mask)) {
            problems.add(mask, "a map of levels, each true or false");
        }
    }

    /// yaim logs a level and all that are more severe, so it cannot leave out a level between.
    private void writeMask(Map<String, RawValue> mask) {
        int last = LEVELS.size() - 1;
        while (last >= 0 && !isOn(mask, LEVELS.get(last))) {
            last--;
        }
        if (last < 0) {
            lines.comment("vippy logged nothing; yaim logs at least errors.");
            lines.key("log-level", "error");
            return;
        }
        List<String> gaps = LEVELS.subList(0, last).stream()
                .filter(level -> !isOn(mask, level))
                .toList();
        if (!gaps.isEmpty()) {
            lines.comment("vippy left out " + String.join(", ", gaps) + "; yaim does not.");
        }
        lines.key(
                "log-level",
                switch (LEVELS.get(last)) {
                    case "debug" -> "debug";
                    case "info", "notice" -> "info";
                    case "warning" -> "warn";
                    default -> "error";
                });
    }

    private static boolean isOn(Map<String, RawValue> mask, String level) {
        return mask.get(level) instanceof RawValue.RawText rawText
                && rawText.value().equals("true");
    }

    private void writePlugins() {
        List<String> plugins = YamlLines.texts("plugins", raw("plugins"), problems);
        if (!plugins.isEmpty()) {
            lines.blank();
            lines.comment(
                    "Plugins are programs of node.js, and yaim runs none. What one checks belongs into checks, what it"
                            + " does at up and down into hooks:");
            plugins.forEach(plugin -> lines.comment("- " + SanitizedText.plain(plugin)));
        }
    }

    private void writeUnknown() {
        List<String> unknown =
                fields.keySet().stream().filter(name -> !KNOWN.contains(name)).toList();
        if (!unknown.isEmpty()) {
            lines.blank();
            lines.comment("Not known, and left out: " + String.join(", ", unknown) + ".");
        }
    }

    private Optional<RawValue> raw(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    private Optional<String> text(String name) {
        return switch (fields.get(name)) {
            case null -> Optional.empty();
            case RawValue.RawText rawText -> Optional.of(rawText.value());
            case RawValue.RawList several -> {
                problems.add(several.sourceLocation(), "found a list, expected one value");
                yield Optional.empty();
            }
            case RawValue.RawMap map -> {
                problems.add(map.sourceLocation(), "found a map, expected one value");
                yield Optional.empty();
            }
        };
    }
}
