package io.yaim.config;

import io.yaim.check.CheckProvider;
import io.yaim.check.CheckProviders;
import io.yaim.check.CheckSettings;
import io.yaim.check.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes [CheckSettings] of the one check at the top level and of the list of checks.
final class CheckReader {

    static final String FILE_SUFFIX = "-file";
    static final int MOST_CHECKS = 32;
    static final String TYPE = "type";
    static final String NAME = "name";
    /// What an entry of the list may say of its pace, and the key whose value holds when it does not.
    static final Map<String, Key<?>> PACE_KEYS = paceKeys();

    private final Given given;
    private final CheckProviders providers;
    private final Problems problems;
    private final List<CheckSettings> checks = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    CheckReader(Given given, CheckProviders providers) {
        this.given = given;
        this.providers = providers;
        this.problems = given.problems();
    }

    List<CheckSettings> read() {
        given.get(Keys.CHECKER_TYPE).ifPresent(this::readFlat);
        List<Raw> entries = given.get(Keys.CHECK_LIST).orElse(List.of());
        if (entries.size() > MOST_CHECKS) {
            problems.add(
                    given.place(Keys.CHECK_LIST),
                    "found " + entries.size() + " checks, expected at most " + MOST_CHECKS);
        }
        entries.stream().limit(MOST_CHECKS).forEach(this::readEntry);
        return List.copyOf(checks);
    }

    /// The pace of checks that do not say otherwise; absent if a key of it is wrong.
    Optional<Pace> standardPace() {
        return pace(Map.of());
    }

    private void readFlat(String type) {
        Raw where = given.raw(Keys.CHECKER_TYPE.name()).orElseThrow();
        Optional<CheckProvider> provider = provider(type, where);
        if (provider.isEmpty()) {
            return;
        }
        var options = new OptionReader(provider.get(), given.place(Keys.CHECKER_TYPE), KeyTable.prefix(type), problems);
        given.startingWith(KeyTable.prefix(type)).forEach(options::addFlat);
        standardPace()
                .flatMap(pace -> options.settings(freshName(type), pace))
                .ifPresent(settings -> add(settings, where.place()));
    }

    private void readEntry(Raw entry) {
        if (!(entry instanceof Raw.Fields map)) {
            problems.add(entry.place(), "found something else, expected a map with type and options");
            return;
        }
        Map<String, Raw> fields = normal(map);
        Raw typeField = fields.get(TYPE);
        if (!(typeField instanceof Raw.Text type)) {
            String found = typeField == null ? "nothing" : typeField.found();
            problems.add(below(map.place(), TYPE), "found " + found + ", expected one of " + known());
            return;
        }
        Optional<CheckProvider> provider = provider(type.value(), type);
        if (provider.isEmpty()) {
            return;
        }
        var options = new OptionReader(provider.get(), map.place(), map.place().spelling() + ".", problems);
        Map<String, Raw> pacing = new LinkedHashMap<>();
        fields.forEach((key, raw) -> {
            if (PACE_KEYS.containsKey(key)) {
                pacing.put(key, raw);
            } else if (!key.equals(TYPE) && !key.equals(NAME)) {
                options.add(key, raw);
            }
        });
        Optional<String> name = name(fields, type.value());
        pace(pacing)
                .flatMap(pace -> name.flatMap(own -> options.settings(own, pace)))
                .ifPresent(settings -> add(settings, map.place()));
    }

    /// The fields by their keys in lower case and dashes, without those that are empty.
    private Map<String, Raw> normal(Raw.Fields map) {
        Map<String, Raw> fields = new LinkedHashMap<>();
        map.fields().forEach((spelling, raw) -> {
            if (!(raw instanceof Raw.Text text && text.isUnset())
                    && fields.putIfAbsent(YamlText.normal(spelling), raw) != null) {
                problems.add(raw.place(), "found twice, expected once");
            }
        });
        return fields;
    }

    private Optional<CheckProvider> provider(String type, Raw where) {
        Optional<CheckProvider> provider = providers.find(type);
        if (provider.isEmpty()) {
            String hint = KeyTable.nearest(type, providers.types())
                    .map(near -> "; did you mean `" + near + "`?")
                    .orElse("");
            problems.add(where, "one of " + known() + hint);
        }
        return provider;
    }

    private String known() {
        return String.join(", ", providers.types());
    }

    private Optional<String> name(Map<String, Raw> fields, String type) {
        Raw field = fields.get(NAME);
        if (field == null) {
            return Optional.of(freshName(type));
        }
        Optional<String> name = Kinds.nodeName().read().apply(field).map(Object::toString);
        if (name.isEmpty()) {
            problems.add(field, Kinds.nodeName().expected());
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

    /// @param pacing what an entry says of its pace
    private Optional<Pace> pace(Map<String, Raw> pacing) {
        Optional<Duration> interval = paced(pacing, Keys.CHECK_INTERVAL, "interval");
        Optional<Duration> timeout = paced(pacing, Keys.CHECK_TIMEOUT, "timeout");
        Optional<Integer> rise = paced(pacing, Keys.RISE, "rise");
        Optional<Integer> fall = paced(pacing, Keys.FALL, "fall");
        Optional<Integer> retries = paced(pacing, Keys.RETRY_NUM, "retry-num");
        Optional<Duration> retryAfter = paced(pacing, Keys.RETRY_AFTER, "retry-after");
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

    private <T> Optional<T> paced(Map<String, Raw> pacing, Key<T> key, String name) {
        Raw raw = pacing.get(name);
        if (raw == null) {
            return given.get(key);
        }
        Optional<T> value = key.read(raw);
        if (value.isEmpty()) {
            problems.add(raw, key.kind().expected());
        }
        return value;
    }

    private void add(CheckSettings settings, Place place) {
        checks.add(settings);
        Pace pace = settings.pace();
        Key<Duration> lease = StoreChoice.lease(given);
        given.get(lease)
                .filter(ttl -> pace.hangDetection().compareTo(ttl) > 0)
                .ifPresent(ttl -> problems.warn(
                        place,
                        "check %s notices a service that hangs after up to %s, one that refuses after up to %s: %s is %s"
                                .formatted(
                                        settings.name(),
                                        Kinds.shown(pace.hangDetection()),
                                        Kinds.shown(pace.longestDetection()),
                                        lease.name(),
                                        Kinds.shown(ttl))));
    }

    static Place below(Place place, String key) {
        return new Place(place.source(), place.line(), place.spelling() + "." + key);
    }

    private static Map<String, Key<?>> paceKeys() {
        Map<String, Key<?>> keys = new LinkedHashMap<>();
        keys.put("interval", Keys.CHECK_INTERVAL);
        keys.put("timeout", Keys.CHECK_TIMEOUT);
        keys.put("rise", Keys.RISE);
        keys.put("fall", Keys.FALL);
        keys.put("retry-num", Keys.RETRY_NUM);
        keys.put("retry-after", Keys.RETRY_AFTER);
        return keys;
    }
}
