package io.yaim.config;

import io.yaim.check.CheckProvider;
import io.yaim.check.CheckProviders;
import io.yaim.check.Option;
import io.yaim.config.keys.CheckKeys;
import io.yaim.config.keys.ConfigKeyTable;
import io.yaim.config.read.CheckConfigReader;
import io.yaim.config.read.RawConfig;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.RawValue;
import io.yaim.setting.SanitizedText;
import io.yaim.setting.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Explains each key: its value, and where that comes from.
final class ConfigExplainer {

    static final String HIDDEN = "***";

    /// A type of check that accepts any option does not declare which of them are secret.
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(password|passwd|secret|token|key).*");

    private final RawConfig rawConfig;
    private final CheckProviders providers;
    private final Config config;

    ConfigExplainer(CheckProviders providers, Config config) {
        this.rawConfig = config.origin().rawConfig();
        this.providers = providers;
        this.config = config;
    }

    ExplainedConfig read() {
        var settings = new ArrayList<ExplainedConfig.Setting>();
        ConfigKeyTable table = rawConfig.table();
        table.ownKeys().forEach(configKey -> settings.add(setting(configKey)));
        // of the options of checks, only those that are given: the others belong to no check
        for (String name : rawConfig.all().keySet()) {
            if (!table.isOwn(name)) {
                table.find(name).map(this::setting).ifPresent(settings::add);
            }
        }
        return new ExplainedConfig(config, settings);
    }

    private ExplainedConfig.Setting setting(ConfigKey<?> configKey) {
        Optional<RawValue> rawValue = rawConfig.raw(configKey.name());
        if (rawValue.isPresent()) {
            return new ExplainedConfig.Setting(
                    configKey.name(),
                    Optional.of(shown(configKey, rawValue.get(), true)),
                    Optional.of(shown(configKey, rawValue.get(), false)),
                    rawValue.get().sourceLocation().origin(),
                    true);
        }
        Optional<Object> standard = rawConfig.defaultOf(configKey).map(Object.class::cast);
        String origin = standard.isPresent() ? "default" : "not set";
        return new ExplainedConfig.Setting(configKey.name(), standard, standard, origin, false);
    }

    private Object shown(ConfigKey<?> configKey, RawValue rawValue, boolean hides) {
        if (configKey.equals(CheckKeys.CHECK_LIST) && rawValue instanceof RawValue.RawList checks) {
            return checks.items().stream().map(check -> check(check, hides)).toList();
        }
        boolean isOpen = !rawConfig.table().isDeclared(configKey.name());
        return value(rawValue, hides && (configKey.isSecret() || (isOpen && isNamedSecret(configKey.name()))), hides);
    }

    private Object check(RawValue check, boolean hides) {
        if (!(check instanceof RawValue.RawMap map)) {
            return value(check, hides, hides);
        }
        Optional<CheckProvider> provider = Optional.ofNullable(map.fields().get(CheckConfigReader.TYPE))
                .flatMap(type ->
                        type instanceof RawValue.RawText rawText ? providers.find(rawText.value()) : Optional.empty());
        Map<String, Object> fields = new LinkedHashMap<>();
        map.fields().forEach((spelling, rawValue) -> {
            if (!(rawValue instanceof RawValue.RawText rawText && rawText.isUnset())) {
                String key = YamlReader.normalKey(spelling);
                fields.put(key, value(rawValue, hides && isSecret(provider, key), hides));
            }
        });
        return fields;
    }

    private static boolean isSecret(Optional<CheckProvider> provider, String key) {
        Optional<Option> option = provider.flatMap(known -> known.option(key));
        return option.map(known -> known.kind() == Option.Kind.SECRET).orElseGet(() -> isNamedSecret(key));
    }

    /// A key that ends in `-file` names a file, which is not a secret.
    private static boolean isNamedSecret(String key) {
        return !key.endsWith(ConfigKeyTable.FILE_SUFFIX)
                && SECRET_NAME.matcher(key).matches();
    }

    /// @param isSecret whether nothing of it may be shown
    /// @param hides whether passwords in URLs and connection strings are hidden
    private static Object value(RawValue rawValue, boolean isSecret, boolean hides) {
        return switch (rawValue) {
            case RawValue.RawText _ when isSecret -> HIDDEN;
            case RawValue.RawText rawText -> hides ? SanitizedText.masked(rawText.value()) : rawText.value();
            case RawValue.RawList several ->
                List.copyOf(several.items().stream()
                        .map(item -> value(item, isSecret, hides))
                        .toList());
            case RawValue.RawMap map -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                map.fields()
                        .forEach((key, field) ->
                                fields.put(key, value(field, isSecret || (hides && isNamedSecret(key)), hides)));
                yield fields;
            }
        };
    }
}
