package io.yaim.config.keys;

import io.yaim.setting.ReloadEffect;
import io.yaim.setting.ValueTypes;
import io.yaim.setting.ValueType;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.ConfigKey;
import io.yaim.check.CheckProvider;
import io.yaim.check.CheckProviders;
import io.yaim.check.Option;
import io.yaim.setting.RawValue;
import io.yaim.setting.YamlReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

    /// A key differs from its misspelling in this many letters at most.
    private static final int FARTHEST = 3;

    /// Comparing takes as long as the product of both lengths.
    private static final int LONGEST_MISSPELLING = 64;

    private final List<KeyGroup> groups;
    private final KeyGroup checkOptions;
    private final List<String> openTypes;

    private ConfigKeyTable(List<KeyGroup> groups, KeyGroup checkOptions, List<String> openTypes) {
        this.groups = List.copyOf(groups);
        this.checkOptions = checkOptions;
        this.openTypes = List.copyOf(openTypes);
    }

    /// The keys of these groups, and the options of these types of checks.
    ///
    /// @param groups in the order of the documentation
    public static ConfigKeyTable of(List<KeyGroup> groups, CheckProviders providers) {
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
                groups, KeyGroup.of(OPTIONS_TITLE, OPTIONS_INTRO, options.toArray(ConfigKey[]::new)), openTypes);
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

    /// The groups that belong to other stores.
    public List<ConfigKey<?>> foreignTo(String store) {
        return groups.stream()
                .filter(group -> group.isForeignTo(store))
                .<ConfigKey<?>>flatMap(group -> group.keys().stream())
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
        return nearest(normalSpelling, keys().stream().map(ConfigKey::name).toList());
    }

    public static Optional<String> nearest(String spelling, Collection<String> names) {
        if (spelling.length() > LONGEST_MISSPELLING) {
            return Optional.empty();
        }
        return names.stream()
                .min(Comparator.comparingInt((String name) -> distance(spelling, name))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(name -> distance(spelling, name) <= Math.min(FARTHEST, name.length() / 2));
    }

    /// How many letters have to be inserted, deleted, changed or swapped with the next one (optimal string
    /// alignment).
    static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                steps[i][j] =
                        Math.min(steps[i - 1][j - 1] + change, Math.min(steps[i - 1][j] + 1, steps[i][j - 1] + 1));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[one.length()][other.length()];
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
