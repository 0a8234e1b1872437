package io.yaim.setting;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the name that was probably meant.
public final class Misspelling {

    /// A key differs from its misspelling in this many letters at most.
    private static final int FARTHEST = 3;

    /// Comparing takes as long as the product of both lengths.
    private static final int LONGEST_MISSPELLING = 64;

    private Misspelling() {}

    /// The known name that is nearest to a misspelling, if one is near.
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
}
