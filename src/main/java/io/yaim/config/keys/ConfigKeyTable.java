package io.yaim.config.keys;

import io.yaim.check.CheckProvider;
import io.yaim.check.CheckProviders;
import io.yaim.check.Option;
import io.yaim.config.read.CheckConfigReader;
import io.yaim.config.source.RawValue;
import io.yaim.config.source.YamlReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All keys that may stand at the top level: [ConfigKeys], and the options of each type of check with the type
/// before them.
public final class ConfigKeyTable {

    /// A key that is meant differs from what was written in this many letters at most.
    private static final int FARTHEST = 3;

    /// Comparing takes as long as the product of both lengths.
    private static final int LONGEST_MISSPELLING = 64;

    /// A checker that takes any option takes any value too.
    private static final ValueType<RawValue> ANY = new ValueType<>("a value", Optional::of);

    private final List<ConfigKey<?>> keys;
    private final List<String> openTypes;

    private ConfigKeyTable(List<ConfigKey<?>> keys, List<String> openTypes) {
        this.keys = List.copyOf(keys);
        this.openTypes = List.copyOf(openTypes);
    }

    public static ConfigKeyTable of(CheckProviders providers) {
        List<ConfigKey<?>> keys = new ArrayList<>(ConfigKeys.ALL);
        for (CheckProvider provider : providers.all()) {
            for (Option option : provider.options()) {
                keys.add(key(provider.type(), option));
                if (option.kind() == Option.Kind.SECRET) {
                    keys.add(fileKey(provider.type(), option));
                }
            }
        }
        List<String> openTypes = providers.all().stream()
                .filter(CheckProvider::takesAnyOption)
                .map(CheckProvider::type)
                .toList();
        return new ConfigKeyTable(keys, openTypes);
    }

    public List<ConfigKey<?>> keys() {
        return keys;
    }

    /// The key that this spelling, in lower case and dashes, names; where two do, yaim's own.
    public Optional<ConfigKey<?>> find(String normalSpelling) {
        for (ConfigKey<?> configKey : keys) {
            if (configKey.isNamed(normalSpelling)) {
                return Optional.of(configKey);
            }
        }
        return openTypes.stream()
                .filter(type -> normalSpelling.startsWith(prefix(type)))
                .findFirst()
                .map(_ -> ConfigKey.optional(
                        ConfigKey.Section.CHECK_OPTIONS, normalSpelling, ANY, "An option of a checker."));
    }

    /// What was probably meant by a spelling that names nothing.
    public Optional<String> nearest(String normalSpelling) {
        return nearest(normalSpelling, keys.stream().map(ConfigKey::name).toList());
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

    /// How many letters have to be put in, taken out, changed or swapped with the next (optimal string
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
        String[] aliases =
                option.aliases().stream().map(alias -> prefix(type) + alias).toArray(String[]::new);
        String name = prefix(type) + option.key();
        ConfigKey<?> configKey = switch (option.kind()) {
            case STRING ->
                ConfigKey.optional(ConfigKey.Section.CHECK_OPTIONS, name, ValueTypes.text(), option.description());
            case INTEGER ->
                ConfigKey.optional(
                        ConfigKey.Section.CHECK_OPTIONS,
                        name,
                        ValueTypes.number(0, Integer.MAX_VALUE),
                        option.description());
            case FILE ->
                ConfigKey.optional(ConfigKey.Section.CHECK_OPTIONS, name, ValueTypes.path(), option.description());
            case SECRET -> ConfigKey.secret(ConfigKey.Section.CHECK_OPTIONS, name, option.description());
        };
        return configKey.withAliases(aliases).withDefault(option.standard());
    }

    /// A secret may also be read from a file.
    public static ConfigKey<?> fileKey(String type, Option option) {
        String name = prefix(type) + option.key();
        return ConfigKey.optional(
                ConfigKey.Section.CHECK_OPTIONS,
                name + CheckConfigReader.FILE_SUFFIX,
                ValueTypes.path(),
                "The file that holds it, instead of `" + name + "`.");
    }

    /// What stands before the options of a type at the top level; a checker's file name may have
    /// underscores.
    public static String prefix(String type) {
        return YamlReader.normalKey(type) + "-";
    }
}
