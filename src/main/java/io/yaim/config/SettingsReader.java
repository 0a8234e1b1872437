package io.yaim.config;

import io.yaim.check.CheckProvider;
import io.yaim.check.CheckProviders;
import io.yaim.check.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Says of each key what holds and who said so.
final class SettingsReader {

    static final String HIDDEN = "***";

    /// A checker that takes any option does not say which of them are secret.
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(password|passwd|secret|token|key).*");

    private final Given given;
    private final CheckProviders providers;
    private final Config config;

    SettingsReader(Given given, CheckProviders providers, Config config) {
        this.given = given;
        this.providers = providers;
        this.config = config;
    }

    Settings read() {
        var settings = new ArrayList<Settings.Setting>();
        KeyTable table = KeyTable.of(providers);
        for (Key<?> key : Keys.ALL) {
            settings.add(setting(key));
        }
        // of checks only what is given: their other options hold for no check at all
        for (String name : given.names()) {
            if (Keys.ALL.stream().noneMatch(key -> key.name().equals(name))) {
                table.find(name).map(this::setting).ifPresent(settings::add);
            }
        }
        return new Settings(config, settings);
    }

    private Settings.Setting setting(Key<?> key) {
        Optional<Raw> raw = given.raw(key.name());
        if (raw.isPresent()) {
            return new Settings.Setting(
                    key.name(),
                    Optional.of(shown(key, raw.get(), true)),
                    Optional.of(shown(key, raw.get(), false)),
                    raw.get().place().origin(),
                    true);
        }
        Optional<Object> standard = standard(key);
        String origin = standard.isPresent() ? "default" : "not set";
        return new Settings.Setting(key.name(), standard, standard, origin, false);
    }

    /// What holds when nobody says anything; for some keys that depends on the host or on other keys.
    private Optional<Object> standard(Key<?> key) {
        if (key.equals(Keys.NODENAME)) {
            return Optional.of(config.nodename().value());
        }
        if (key.equals(Keys.CHECKERS_DIR)) {
            return Optional.of(config.checkersDir().toString());
        }
        return given.standard(key).map(Object.class::cast);
    }

    private Object shown(Key<?> key, Raw raw, boolean hides) {
        if (key.equals(Keys.CHECK_LIST) && raw instanceof Raw.Items checks) {
            return checks.items().stream().map(check -> check(check, hides)).toList();
        }
        boolean isOpen = key.section() == Key.Section.CHECK_OPTIONS && !isDeclared(key);
        return value(raw, hides && (key.isSecret() || (isOpen && isNamedSecret(key.name()))), hides);
    }

    /// Whether its provider has said what it is.
    private boolean isDeclared(Key<?> key) {
        return KeyTable.of(providers).keys().stream()
                .anyMatch(known -> known.name().equals(key.name()));
    }

    private Object check(Raw check, boolean hides) {
        if (!(check instanceof Raw.Fields map)) {
            return value(check, hides, hides);
        }
        Optional<CheckProvider> provider = Optional.ofNullable(map.fields().get(CheckReader.TYPE))
                .flatMap(type -> type instanceof Raw.Text text ? providers.find(text.value()) : Optional.empty());
        Map<String, Object> fields = new LinkedHashMap<>();
        map.fields().forEach((spelling, raw) -> {
            if (!(raw instanceof Raw.Text text && text.isUnset())) {
                String key = YamlText.normal(spelling);
                fields.put(key, value(raw, hides && isSecret(provider, key), hides));
            }
        });
        return fields;
    }

    private static boolean isSecret(Optional<CheckProvider> provider, String key) {
        Optional<Option> option = provider.flatMap(known -> known.option(key));
        return option.map(known -> known.kind() == Option.Kind.SECRET).orElseGet(() -> isNamedSecret(key));
    }

    /// What ends in `-file` names a file, which is no secret.
    private static boolean isNamedSecret(String key) {
        return !key.endsWith(CheckReader.FILE_SUFFIX)
                && SECRET_NAME.matcher(key).matches();
    }

    /// @param isSecret the whole of it must not be shown
    /// @param hides passwords inside of URLs and connection strings must not
    private static Object value(Raw raw, boolean isSecret, boolean hides) {
        return switch (raw) {
            case Raw.Text _ when isSecret -> HIDDEN;
            case Raw.Text text -> hides ? Shown.masked(text.value()) : text.value();
            case Raw.Items several ->
                List.copyOf(several.items().stream()
                        .map(item -> value(item, isSecret, hides))
                        .toList());
            case Raw.Fields map -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                map.fields()
                        .forEach((key, field) ->
                                fields.put(key, value(field, isSecret || (hides && isNamedSecret(key)), hides)));
                yield fields;
            }
        };
    }
}
