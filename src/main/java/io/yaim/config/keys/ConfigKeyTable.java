package io.yaim.config.keys;

import io.yaim.check.CheckProvider;
import io.yaim.check.CheckProviders;
import io.yaim.check.Option;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.Misspelling;
import io.yaim.setting.RawValue;
import io.yaim.setting.ReloadEffect;
import io.yaim.setting.ValueType;
import io.yaim.setting.ValueTypes;
import io.yaim.setting.YamlReader;
import io.yaim.store.spi.StoreProvider;
import io.yaim.store.spi.StoreProviders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All keys that may stand at the top level: those of the groups, and the options of each type of check, prefixed with
/// the type.
public final class ConfigKeyTable {

    public static final String FILE_SUFFIX = "-file";

    public static final String OPTIONS_TITLE = "Options of the built-in checks";

    private static final String OPTIONS_INTRO =
            "For the check of checker-type, as they stand here. In the list checks," + " without the type before them.";

    private final StoreProviders stores;
    private final List<KeyGroup> groups;
    private final KeyGroup checkOptions;
    private final List<String> openTypes;

    private ConfigKeyTable(StoreProviders stores, KeyGroup checkOptions, List<String> openTypes) {
        this.stores = stores;
        this.groups = KeyGroups.with(stores);
        this.checkOptions = checkOptions;
        this.openTypes = List.copyOf(openTypes);
    }

    /// The keys of yaim and of these stores, and the options of these types of checks.
    public static ConfigKeyTable of(StoreProviders stores, CheckProviders providers) {
        var options = new ArrayList<ConfigKey<?>>();
        for (CheckProvider provider : providers.all()) {
            for (Option option : provider.options()) {
                options.add(key(provider.type(), option));
                if (option.kind() == Option.Kind.SECRET) {
                    options.add(fileKey(provider.type(), option));
                }
            }
        }
        List<String> openTypes = providers.all().stream()
                .filter(CheckProvider::takesAnyOption)
                .map(CheckProvider::type)
                .toList();
        return new ConfigKeyTable(
                stores, KeyGroup.of(OPTIONS_TITLE, OPTIONS_INTRO, options.toArray(ConfigKey[]::new)), openTypes);
    }

    public StoreProviders stores() {
        return stores;
    }

    /// Without the options of checks.
    public List<KeyGroup> groups() {
        return groups;
    }

    /// The groups, and the options of checks after the keys of checks: the sections of the documentation.
    public List<KeyGroup> sections() {
        var sections = new ArrayList<>(groups);
        sections.add(sections.indexOf(CheckKeys.GROUP) + 1, checkOptions);
        return sections;
    }

    /// All keys of the groups.
    public List<ConfigKey<?>> ownKeys() {
        return groups.stream()
                .<ConfigKey<?>>flatMap(group -> group.keys().stream())
                .toList();
    }

    /// All keys of the groups and all options of checks.
    public List<ConfigKey<?>> keys() {
        return Stream.concat(ownKeys().stream(), checkOptions.keys().stream()).toList();
    }

    /// The key that this spelling, in lower case and dashes, names. The groups come before the options of checks.
    public Optional<ConfigKey<?>> find(String normalSpelling) {
        for (ConfigKey<?> configKey : keys()) {
            if (configKey.isNamed(normalSpelling)) {
                return Optional.of(configKey);
            }
        }
        return openTypes.stream()
                .filter(type -> normalSpelling.startsWith(prefix(type)))
                .findFirst()
                .map(_ -> undeclared(normalSpelling));
    }

    /// The keys that must not be set with this store: those of other stores, unless it uses them too.
    public List<ConfigKey<?>> foreignTo(StoreProvider store) {
        return ownKeys().stream()
                .filter(configKey -> stores.areRestricted(configKey) && !store.takes(configKey))
                .toList();
    }

    public boolean isOwn(String normalSpelling) {
        return ownKeys().stream().anyMatch(configKey -> configKey.isNamed(normalSpelling));
    }

    /// Whether a group or the provider of a check has declared this key.
    public boolean isDeclared(String name) {
        return keys().stream().anyMatch(configKey -> configKey.name().equals(name));
    }

    /// The key that was probably meant by a spelling that names none.
    public Optional<String> nearest(String normalSpelling) {
        return Misspelling.nearest(
                normalSpelling, keys().stream().map(ConfigKey::name).toList());
    }

    public static ConfigKey<?> key(String type, Option option) {
        List<String> aliases =
                option.aliases().stream().map(alias -> prefix(type) + alias).toList();
        String name = prefix(type) + option.key();
        ConfigKey<?> configKey = switch (option.kind()) {
            case STRING -> checkOption(name, ValueTypes.text(), option.example(), option.description());
            case INTEGER ->
                checkOption(name, ValueTypes.number(0, Integer.MAX_VALUE), option.example(), option.description());
            case FILE -> checkOption(name, ValueTypes.path().ofInput(), option.example(), option.description());
            case SECRET -> ConfigKey.secret(name, option.example(), ReloadEffect.AT_ONCE, option.description());
        };
        return configKey.withAliases(aliases).withDefault(option.standard());
    }

    /// A secret may also be read from a file.
    public static ConfigKey<?> fileKey(String type, Option option) {
        String name = prefix(type) + option.key();
        return checkOption(
                name + FILE_SUFFIX,
                ValueTypes.path().ofInput(),
                "/etc/yaim/" + name,
                "The file that holds it, instead of `" + name + "`.");
    }

    /// An option of a type that accepts any option, with any value.
    private static ConfigKey<?> undeclared(String name) {
        var any = new ValueType<RawValue>("a value", Optional::of, name.endsWith(FILE_SUFFIX));
        return checkOption(name, any, "", "An option of a check.");
    }

    private static <T> ConfigKey<T> checkOption(String name, ValueType<T> valueType, String example, String meaning) {
        return ConfigKey.optional(name, valueType, example, ReloadEffect.AT_ONCE, meaning);
    }

    /// The prefix of the options of a type at the top level. The file name of a plug-in may have underscores.
    public static String prefix(String type) {
        return YamlReader.normalKey(type) + "-";
    }
}
