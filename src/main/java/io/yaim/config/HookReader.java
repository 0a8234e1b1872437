package io.yaim.config;

import io.yaim.hook.Backoff;
import io.yaim.hook.HookKind;
import io.yaim.hook.HookSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes [HookConfig]s of the list of hooks.
final class HookReader {

    static final int MOST_HOOKS = 16;

    private final Given given;
    private final Problems problems;
    private final List<HookConfig> hooks = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    HookReader(Given given) {
        this.given = given;
        problems = given.problems();
    }

    List<HookConfig> read() {
        List<Raw> entries = given.get(Keys.HOOK_LIST).orElse(List.of());
        if (entries.size() > MOST_HOOKS) {
            problems.add(
                    given.place(Keys.HOOK_LIST), "found " + entries.size() + " hooks, expected at most " + MOST_HOOKS);
        }
        for (Raw entry : entries.stream().limit(MOST_HOOKS).toList()) {
            if (entry instanceof Raw.Fields map) {
                new One(map).read().ifPresent(hooks::add);
            } else {
                problems.add(entry.place(), "found something else, expected a map with on, and command or url");
            }
        }
        return List.copyOf(hooks);
    }

    /// One entry of the list.
    private final class One {

        private final Place place;
        private final Map<String, Raw> fields = new LinkedHashMap<>();
        private boolean isFaulty;

        One(Raw.Fields map) {
            place = map.place();
            map.fields().forEach(this::take);
        }

        private void take(String spelling, Raw raw) {
            String name = YamlText.normal(spelling);
            List<String> known = HookOptions.ALL.stream().map(Key::name).toList();
            if (!known.contains(name)) {
                wrong(
                        raw.place(),
                        "unknown option of a hook"
                                + KeyTable.nearest(name, known)
                                        .map(near -> ", did you mean `" + near + "`?")
                                        .orElse(", known are " + String.join(", ", known)));
            } else if (!(raw instanceof Raw.Text text && text.isUnset()) && fields.putIfAbsent(name, raw) != null) {
                wrong(raw.place(), "found twice, expected once");
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
            Optional<Set<HookKind>> on = on(ensures.orElse(false));
            Optional<Duration> timeout = get(HookOptions.TIMEOUT);
            Optional<Integer> retries = get(HookOptions.RETRIES);
            Optional<Backoff> backoff = backoff();
            Optional<Duration> refresh = get(HookOptions.REFRESH);
            if (has(HookOptions.REFRESH) && !ensures.orElse(true)) {
                wrong(place(HookOptions.REFRESH), "found without ensure, expected both or neither");
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
                        place(HookOptions.NAME),
                        "found " + Shown.quoted(name.get()) + ", expected a name that no other hook has");
            }
            return name;
        }

        private Optional<Set<HookKind>> on(boolean ensures) {
            if (!has(HookOptions.ON) && ensures) {
                return Optional.of(Set.of(HookKind.BIND));
            }
            if (!has(HookOptions.ON)) {
                wrong(
                        place(HookOptions.ON),
                        "found nothing, expected " + HookOptions.ON.kind().expected());
            }
            Optional<Set<HookKind>> on = get(HookOptions.ON);
            if (ensures && on.filter(kinds -> !kinds.contains(HookKind.BIND)).isPresent()) {
                wrong(place(HookOptions.ON), "found no bind, expected it with ensure, which is about nothing else");
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
                        place(has(HookOptions.BACKOFF_MAX) ? HookOptions.BACKOFF_MAX : HookOptions.BACKOFF),
                        "found a backoff of %s and a backoff-max of %s, expected one not above the other"
                                .formatted(Kinds.shown(first.get()), Kinds.shown(most.get())));
                return Optional.empty();
            }
            return Optional.of(new Backoff(first.get(), most.get()));
        }

        private Optional<HookConfig.Target> target() {
            if (has(HookOptions.COMMAND) == has(HookOptions.URL)) {
                wrong(place, "found " + (has(HookOptions.URL) ? "both" : "neither") + ", expected command or url");
                return Optional.empty();
            }
            return has(HookOptions.COMMAND) ? command() : webhook();
        }

        private Optional<HookConfig.Target> command() {
            for (Key<?> key : HookOptions.OF_WEBHOOKS) {
                if (has(key)) {
                    wrong(place(key), "found beside command, expected with url only");
                }
            }
            return get(HookOptions.COMMAND).map(HookConfig.Command::new);
        }

        private Optional<HookConfig.Target> webhook() {
            Optional<URI> url = get(HookOptions.URL);
            Optional<Map<String, Secret>> headers = get(HookOptions.HEADERS);
            Optional<String> resourceId = get(HookOptions.RESOURCE_ID);
            Optional<Secret> secret = secret();
            return url.map(address -> new HookConfig.Webhook(address, headers.orElse(Map.of()), secret, resourceId));
        }

        private Optional<Secret> secret() {
            if (has(HookOptions.SECRET) && has(HookOptions.SECRET_FILE)) {
                wrong(place(HookOptions.SECRET_FILE), "found beside secret, expected one of the two");
            }
            Optional<Secret> secret = get(HookOptions.SECRET)
                    .or(() -> get(HookOptions.SECRET_FILE)
                            .flatMap(file -> Given.read(file, place(HookOptions.SECRET_FILE), problems)));
            isFaulty |= secret.isEmpty() && (has(HookOptions.SECRET) || has(HookOptions.SECRET_FILE));
            return secret;
        }

        private boolean has(Key<?> key) {
            return fields.containsKey(key.name());
        }

        private Optional<Raw> raw(Key<?> key) {
            return Optional.ofNullable(fields.get(key.name()));
        }

        private Place place(Key<?> key) {
            return raw(key).map(Raw::place).orElseGet(() -> CheckReader.below(place, key.name()));
        }

        private <T> Optional<T> get(Key<T> key) {
            if (!has(key)) {
                return key.standard().flatMap(text -> key.read(new Raw.Text(place, text, true)));
            }
            Raw raw = raw(key).orElseThrow();
            Optional<T> value = key.read(raw);
            if (value.isEmpty()) {
                wrong(
                        raw.place(),
                        "found " + key.found(raw) + ", expected " + key.kind().expected());
            }
            return value;
        }

        private void wrong(Place where, String text) {
            isFaulty = true;
            problems.add(where, text);
        }
    }
}
