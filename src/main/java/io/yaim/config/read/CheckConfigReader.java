package io.yaim.config.read;

import io.yaim.check.CheckProvider;
import io.yaim.check.CheckProviders;
import io.yaim.check.CheckSettings;
import io.yaim.check.Pace;
import io.yaim.config.keys.CheckKeys;
import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.config.parts.ChecksConfig;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.Misspelling;
import io.yaim.setting.Problems;
import io.yaim.setting.RawValue;
import io.yaim.setting.SourceLocation;
import io.yaim.setting.ValueTypes;
import io.yaim.setting.YamlReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Builds the [ChecksConfig] from the check at the top level and the list of checks.
public final class CheckConfigReader {

    static final int MOST_CHECKS = 32;
    public static final String TYPE = "type";
    public static final String NAME = "name";
    /// The pace of an entry of the list: its options, and the keys that have their defaults.
    public static final Map<String, ConfigKey<?>> PACE_KEYS = paceKeys();

    private final RawConfig rawConfig;
    private final CheckProviders providers;
    private final Problems problems;
    private final List<CheckSettings> checks = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    public CheckConfigReader(RawConfig rawConfig, CheckProviders providers) {
        this.rawConfig = rawConfig;
        this.providers = providers;
        this.problems = rawConfig.problems();
    }

    /// Empty if the pace or the directory is a mistake.
    public Optional<ChecksConfig> read() {
        List<CheckSettings> settings = settings();
        warnWithoutChecks();
        return standardPace()
                .flatMap(pace -> rawConfig
                        .get(CheckKeys.CHECKERS_DIR)
                        .map(checkersDir -> new ChecksConfig(settings, pace, checkersDir)));
    }

    private void warnWithoutChecks() {
        if (!rawConfig.has(CheckKeys.CHECKER_TYPE) && !rawConfig.has(CheckKeys.CHECK_LIST)) {
            problems.warn(
                    rawConfig.locationOf(CheckKeys.CHECKER_TYPE),
                    "no check is configured: this node counts as healthy while it runs");
        }
    }

    private List<CheckSettings> settings() {
        rawConfig.get(CheckKeys.CHECKER_TYPE).ifPresent(this::readFlat);
        List<RawValue> entries = rawConfig.get(CheckKeys.CHECK_LIST).orElse(List.of());
        if (entries.size() > MOST_CHECKS) {
            problems.add(
                    rawConfig.locationOf(CheckKeys.CHECK_LIST),
                    "found " + entries.size() + " checks, expected at most " + MOST_CHECKS);
        }
        entries.stream().limit(MOST_CHECKS).forEach(this::readEntry);
        return List.copyOf(checks);
    }

    /// The pace of checks that have none of their own; empty if a key of it is a mistake.
    private Optional<Pace> standardPace() {
        return pace(Map.of());
    }

    private void readFlat(String type) {
        RawValue where = rawConfig.raw(CheckKeys.CHECKER_TYPE.name()).orElseThrow();
        Optional<CheckProvider> provider = provider(type, where);
        if (provider.isEmpty()) {
            return;
        }
        var options = new CheckOptionReader(
                provider.get(), rawConfig.locationOf(CheckKeys.CHECKER_TYPE), ConfigKeyTable.prefix(type), rawConfig);
        rawConfig.withPrefix(ConfigKeyTable.prefix(type)).forEach(options::addFlat);
        standardPace()
                .flatMap(pace -> options.settings(freshName(type), pace))
                .ifPresent(settings -> add(settings, where.sourceLocation()));
    }

    private void readEntry(RawValue entry) {
        if (!(entry instanceof RawValue.RawMap map)) {
            problems.add(entry.sourceLocation(), "found something else, expected a map with type and options");
            return;
        }
        Map<String, RawValue> fields = normal(map);
        RawValue typeField = fields.get(TYPE);
        if (!(typeField instanceof RawValue.RawText type)) {
            String found = typeField == null ? "nothing" : typeField.description();
            problems.add(map.sourceLocation().below(TYPE), "found " + found + ", expected one of " + known());
            return;
        }
        Optional<CheckProvider> provider = provider(type.value(), type);
        if (provider.isEmpty()) {
            return;
        }
        var options = new CheckOptionReader(
                provider.get(), map.sourceLocation(), map.sourceLocation().spelling() + ".", rawConfig);
        Map<String, RawValue> pacing = new LinkedHashMap<>();
        fields.forEach((key, rawValue) -> {
            if (PACE_KEYS.containsKey(key)) {
                pacing.put(key, rawValue);
            } else if (!key.equals(TYPE) && !key.equals(NAME)) {
                options.add(key, rawValue);
            }
        });
        Optional<String> name = name(fields, type.value());
        pace(pacing)
                .flatMap(pace -> name.flatMap(own -> options.settings(own, pace)))
                .ifPresent(settings -> add(settings, map.sourceLocation()));
    }

    /// The fields by their keys in lower case and dashes, without those that are empty.
    private Map<String, RawValue> normal(RawValue.RawMap map) {
        Map<String, RawValue> fields = new LinkedHashMap<>();
        map.fields().forEach((spelling, rawValue) -> {
            if (!(rawValue instanceof RawValue.RawText rawText && rawText.isUnset())
                    && fields.putIfAbsent(YamlReader.normalKey(spelling), rawValue) != null) {
                problems.add(rawValue.sourceLocation(), "found twice, expected once");
            }
        });
        return fields;
    }

    private Optional<CheckProvider> provider(String type, RawValue where) {
        Optional<CheckProvider> provider = providers.find(type);
        if (provider.isEmpty()) {
            String hint = Misspelling.nearest(type, providers.types())
                    .map(near -> "; did you mean `" + near + "`?")
                    .orElse("");
            problems.add(where, "one of " + known() + hint);
        }
        return provider;
    }

    private String known() {
        return String.join(", ", providers.types());
    }

    private Optional<String> name(Map<String, RawValue> fields, String type) {
        RawValue field = fields.get(NAME);
        if (field == null) {
            return Optional.of(freshName(type));
        }
        Optional<String> name = ValueTypes.nodeName().parser().apply(field).map(Object::toString);
        if (name.isEmpty()) {
            problems.add(field, ValueTypes.nodeName().expected());
        } else if (!names.add(name.get())) {
            problems.add(field, "a name that no other check has");
        }
        return name;
    }

    private String freshName(String type) {
        String name = type;
        for (int i = 2; !names.add(name); i++) {
            name = type + "-" + i;
        }
        return name;
    }

    /// @param pacing the pace of an entry
    private Optional<Pace> pace(Map<String, RawValue> pacing) {
        Optional<Duration> interval = paced(pacing, CheckKeys.CHECK_INTERVAL, "interval");
        Optional<Duration> timeout = paced(pacing, CheckKeys.CHECK_TIMEOUT, "timeout");
        Optional<Integer> rise = paced(pacing, CheckKeys.RISE, "rise");
        Optional<Integer> fall = paced(pacing, CheckKeys.FALL, "fall");
        Optional<Integer> retries = paced(pacing, CheckKeys.RETRY_NUM, "retry-num");
        Optional<Duration> retryAfter = paced(pacing, CheckKeys.RETRY_AFTER, "retry-after");
        if (interval.isEmpty() || rise.isEmpty() || fall.isEmpty() || retries.isEmpty() || retryAfter.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Pace(
                interval.get(),
                timeout.orElse(Pace.standardTimeout(interval.get())),
                rise.get(),
                fall.get(),
                retries.get(),
                retryAfter.get()));
    }

    private <T> Optional<T> paced(Map<String, RawValue> pacing, ConfigKey<T> configKey, String name) {
        RawValue rawValue = pacing.get(name);
        if (rawValue == null) {
            return rawConfig.get(configKey);
        }
        Optional<T> value = configKey.read(rawValue);
        if (value.isEmpty()) {
            problems.add(rawValue, configKey.type().expected());
        }
        return value;
    }

    private void add(CheckSettings settings, SourceLocation sourceLocation) {
        checks.add(settings);
        Pace pace = settings.pace();
        ConfigKey<Duration> lease = StoreTypeRules.provider(rawConfig).ttlKey();
        rawConfig
                .get(lease)
                .filter(ttl -> pace.hangDetection().compareTo(ttl) > 0)
                .ifPresent(ttl -> problems.warn(
                        sourceLocation,
                        "check %s notices a service that hangs after up to %s, one that refuses after up to %s: %s is %s"
                                .formatted(
                                        settings.name(),
                                        ValueTypes.formatDuration(pace.hangDetection()),
                                        ValueTypes.formatDuration(pace.longestDetection()),
                                        lease.name(),
                                        ValueTypes.formatDuration(ttl))));
    }

    private static Map<String, ConfigKey<?>> paceKeys() {
        Map<String, ConfigKey<?>> keys = new LinkedHashMap<>();
        keys.put("interval", CheckKeys.CHECK_INTERVAL);
        keys.put("timeout", CheckKeys.CHECK_TIMEOUT);
        keys.put("rise", CheckKeys.RISE);
        keys.put("fall", CheckKeys.FALL);
        keys.put("retry-num", CheckKeys.RETRY_NUM);
        keys.put("retry-after", CheckKeys.RETRY_AFTER);
        return keys;
    }
}
