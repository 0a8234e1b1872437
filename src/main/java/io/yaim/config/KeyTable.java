package io.yaim.config;

import io.yaim.check.CheckProvider;
import io.yaim.check.CheckProviders;
import io.yaim.check.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All keys that may stand at the top level: [Keys], and the options of each type of check with the type
/// before them.
final class KeyTable {

    /// A key that is meant differs from what was written in this many letters at most.
    private static final int FARTHEST = 3;

    /// Comparing takes as long as the product of both lengths.
    private static final int LONGEST_MISSPELLING = 64;

    /// A checker that takes any option takes any value too.
    private static final Kind<Raw> ANY = new Kind<>("a value", Optional::of);

    private final List<Key<?>> keys;
    private final List<String> openTypes;

    private KeyTable(List<Key<?>> keys, List<String> openTypes) {
        this.keys = List.copyOf(keys);
        this.openTypes = List.copyOf(openTypes);
    }

    static KeyTable of(CheckProviders providers) {
        List<Key<?>> keys = new ArrayList<>(Keys.ALL);
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
        return new KeyTable(keys, openTypes);
    }

    List<Key<?>> keys() {
        return keys;
    }

    /// The key that this spelling, in lower case and dashes, names; where two do, yaim's own.
    Optional<Key<?>> find(String normalSpelling) {
        for (Key<?> key : keys) {
            if (key.isNamed(normalSpelling)) {
                return Optional.of(key);
            }
        }
        return openTypes.stream()
                .filter(type -> normalSpelling.startsWith(prefix(type)))
                .findFirst()
                .map(_ -> Key.optional(Key.Section.CHECK_OPTIONS, normalSpelling, ANY, "An option of a checker."));
    }

    /// What was probably meant by a spelling that names nothing.
    Optional<String> nearest(String normalSpelling) {
        return nearest(normalSpelling, keys.stream().map(Key::name).toList());
    }

    static Optional<String> nearest(String spelling, Collection<String> names) {
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

    static Key<?> key(String type, Option option) {
        String[] aliases =
                option.aliases().stream().map(alias -> prefix(type) + alias).toArray(String[]::new);
        String name = prefix(type) + option.key();
        Key<?> key = switch (option.kind()) {
            case STRING -> Key.optional(Key.Section.CHECK_OPTIONS, name, Kinds.text(), option.description());
            case INTEGER ->
                Key.optional(Key.Section.CHECK_OPTIONS, name, Kinds.number(0, Integer.MAX_VALUE), option.description());
            case FILE -> Key.optional(Key.Section.CHECK_OPTIONS, name, Kinds.path(), option.description());
            case SECRET -> Key.secret(Key.Section.CHECK_OPTIONS, name, option.description());
        };
        return key.alsoSpelt(aliases).withStandard(option.standard());
    }

    /// A secret may also be read from a file.
    static Key<?> fileKey(String type, Option option) {
        String name = prefix(type) + option.key();
        return Key.optional(
                Key.Section.CHECK_OPTIONS,
                name + CheckReader.FILE_SUFFIX,
                Kinds.path(),
                "The file that holds it, instead of `" + name + "`.");
    }

    /// What stands before the options of a type at the top level; a checker's file name may have
    /// underscores.
    static String prefix(String type) {
        return YamlText.normal(type) + "-";
    }
}
