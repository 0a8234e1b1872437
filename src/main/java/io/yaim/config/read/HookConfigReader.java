package io.yaim.config.read;

import io.yaim.config.keys.HookKeys;
import io.yaim.config.keys.HookOptions;
import io.yaim.config.parts.HookConfig;
import io.yaim.hook.Backoff;
import io.yaim.hook.HookEventKind;
import io.yaim.hook.HookSettings;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.Misspelling;
import io.yaim.setting.Problems;
import io.yaim.setting.RawValue;
import io.yaim.setting.SanitizedText;
import io.yaim.setting.Secret;
import io.yaim.setting.SourceLocation;
import io.yaim.setting.ValueTypes;
import io.yaim.setting.YamlReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Builds the [HookConfig]s from the list of hooks.
public final class HookConfigReader {

    static final int MOST_HOOKS = 16;

    private final RawConfig rawConfig;
    private final Problems problems;
    private final List<HookConfig> hooks = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    public HookConfigReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
        problems = rawConfig.problems();
    }

    public List<HookConfig> read() {
        List<RawValue> entries = rawConfig.get(HookKeys.HOOK_LIST).orElse(List.of());
        if (entries.size() > MOST_HOOKS) {
            problems.add(
                    rawConfig.locationOf(HookKeys.HOOK_LIST),
                    "found " + entries.size() + " hooks, expected at most " + MOST_HOOKS);
        }
        for (RawValue entry : entries.stream().limit(MOST_HOOKS).toList()) {
            if (entry instanceof RawValue.RawMap map) {
                new HookEntryReader(map).read().ifPresent(hooks::add);
            } else {
                problems.add(
                        entry.sourceLocation(), "found something else, expected a map with on, and command or url");
            }
        }
        return List.copyOf(hooks);
    }

    /// One entry of the list.
    private final class HookEntryReader {

        private final SourceLocation sourceLocation;
        private final Map<String, RawValue> fields = new LinkedHashMap<>();
        private boolean isFaulty;

        HookEntryReader(RawValue.RawMap map) {
            sourceLocation = map.sourceLocation();
            map.fields().forEach(this::take);
        }

        private void take(String spelling, RawValue rawValue) {
            String name = YamlReader.normalKey(spelling);
            List<String> known = HookOptions.ALL.stream().map(ConfigKey::name).toList();
            if (!known.contains(name)) {
                wrong(
                        rawValue.sourceLocation(),
                        "unknown option of a hook"
                                + Misspelling.nearest(name, known)
                                        .map(near -> ", did you mean `" + near + "`?")
                                        .orElse(", known are " + String.join(", ", known)));
            } else if (!(rawValue instanceof RawValue.RawText rawText && rawText.isUnset())
                    && fields.putIfAbsent(name, rawValue) != null) {
                wrong(rawValue.sourceLocation(), "found twice, expected once");
            }
        }

        Optional<HookConfig> read() {
            Optional<HookConfig.Target> target = target();
            Optional<HookSettings> settings = settings();
            return isFaulty ? Optional.empty() : settings.flatMap(when -> target.map(who -> new HookConfig(when, who)));
        }

        private Optional<HookSettings> settings() {
            Optional<String> name = name();
            Optional<Boolean> ensures = get(HookOptions.ENSURE);
            Optional<Set<HookEventKind>> on = on(ensures.orElse(false));
            Optional<Duration> timeout = get(HookOptions.TIMEOUT);
            Optional<Integer> retries = get(HookOptions.RETRIES);
            Optional<Backoff> backoff = backoff();
            Optional<Duration> refresh = get(HookOptions.REFRESH);
            if (has(HookOptions.REFRESH) && !ensures.orElse(true)) {
                wrong(sourceLocation(HookOptions.REFRESH), "found without ensure, expected both or neither");
            }
            if (isFaulty) {
                return Optional.empty();
            }
            return Optional.of(new HookSettings(
                    name.orElseThrow(),
                    on.orElseThrow(),
                    timeout.orElseThrow(),
                    retries.orElseThrow(),
                    backoff.orElseThrow(),
                    ensures.orElseThrow(),
                    refresh.filter(period -> ensures.orElseThrow() && period.isPositive())));
        }

        private Optional<String> name() {
            if (!has(HookOptions.NAME)) {
                String name = "hook";
                for (int i = 2; !names.add(name); i++) {
                    name = "hook-" + i;
                }
                return Optional.of(name);
            }
            Optional<String> name = get(HookOptions.NAME);
            if (name.isPresent() && !names.add(name.get())) {
                wrong(
                        sourceLocation(HookOptions.NAME),
                        "found " + SanitizedText.quoted(name.get()) + ", expected a name that no other hook has");
            }
            return name;
        }

        private Optional<Set<HookEventKind>> on(boolean ensures) {
            if (!has(HookOptions.ON) && ensures) {
                return Optional.of(Set.of(HookEventKind.BIND));
            }
            if (!has(HookOptions.ON)) {
                wrong(
                        sourceLocation(HookOptions.ON),
                        "found nothing, expected " + HookOptions.ON.type().expected());
            }
            Optional<Set<HookEventKind>> on = get(HookOptions.ON);
            if (ensures
                    && on.filter(kinds -> !kinds.contains(HookEventKind.BIND)).isPresent()) {
                wrong(
                        sourceLocation(HookOptions.ON),
                        "found no bind, expected it with ensure, which is about nothing else");
            }
            return on;
        }

        private Optional<Backoff> backoff() {
            Optional<Duration> first = get(HookOptions.BACKOFF);
            Optional<Duration> most = get(HookOptions.BACKOFF_MAX);
            if (first.isEmpty() || most.isEmpty()) {
                return Optional.empty();
            }
            if (first.get().compareTo(most.get()) > 0) {
                wrong(
                        sourceLocation(has(HookOptions.BACKOFF_MAX) ? HookOptions.BACKOFF_MAX : HookOptions.BACKOFF),
                        "found a backoff of %s and a backoff-max of %s, expected one not above the other"
                                .formatted(
                                        ValueTypes.formatDuration(first.get()), ValueTypes.formatDuration(most.get())));
                return Optional.empty();
            }
            return Optional.of(new Backoff(first.get(), most.get()));
        }

        private Optional<HookConfig.Target> target() {
            if (has(HookOptions.COMMAND) == has(HookOptions.URL)) {
                wrong(
                        sourceLocation,
                        "found " + (has(HookOptions.URL) ? "both" : "neither") + ", expected command or url");
                return Optional.empty();
            }
            return has(HookOptions.COMMAND) ? command() : webhook();
        }

        private Optional<HookConfig.Target> command() {
            for (ConfigKey<?> configKey : HookOptions.OF_WEBHOOKS) {
                if (has(configKey)) {
                    wrong(sourceLocation(configKey), "found beside command, expected with url only");
                }
            }
            return get(HookOptions.COMMAND).map(HookConfig.CommandTarget::new);
        }

        private Optional<HookConfig.Target> webhook() {
            Optional<URI> url = get(HookOptions.URL);
            Optional<Map<String, Secret>> headers = get(HookOptions.HEADERS);
            Optional<String> resourceId = get(HookOptions.RESOURCE_ID);
            Optional<Secret> secret = secret();
            return url.map(
                    address -> new HookConfig.WebhookTarget(address, headers.orElse(Map.of()), secret, resourceId));
        }

        private Optional<Secret> secret() {
            if (has(HookOptions.SECRET) && has(HookOptions.SECRET_FILE)) {
                wrong(sourceLocation(HookOptions.SECRET_FILE), "found beside secret, expected one of the two");
            }
            Optional<Secret> secret = get(HookOptions.SECRET)
                    .or(() -> get(HookOptions.SECRET_FILE)
                            .flatMap(file -> rawConfig.secretIn(
                                    file, raw(HookOptions.SECRET_FILE).orElseThrow())));
            isFaulty |= secret.isEmpty() && (has(HookOptions.SECRET) || has(HookOptions.SECRET_FILE));
            return secret;
        }

        private boolean has(ConfigKey<?> configKey) {
            return fields.containsKey(configKey.name());
        }

        private Optional<RawValue> raw(ConfigKey<?> configKey) {
            return Optional.ofNullable(fields.get(configKey.name()));
        }

        private SourceLocation sourceLocation(ConfigKey<?> configKey) {
            return raw(configKey).map(RawValue::sourceLocation).orElseGet(() -> sourceLocation.below(configKey.name()));
        }

        private <T> Optional<T> get(ConfigKey<T> configKey) {
            if (!has(configKey)) {
                return configKey
                        .standard()
                        .flatMap(text -> configKey.read(new RawValue.RawText(sourceLocation, text, true)));
            }
            RawValue rawValue = raw(configKey).orElseThrow();
            Optional<T> value = configKey.read(rawValue);
            if (value.isEmpty()) {
                wrong(
                        rawValue.sourceLocation(),
                        "found " + configKey.found(rawValue) + ", expected "
                                + configKey.type().expected());
            }
            return value;
        }

        private void wrong(SourceLocation where, String text) {
            isFaulty = true;
            problems.add(where, text);
        }
    }
}
