package io.yaim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Fuzzing finds planted faults.
final class FuzzSelfTest {

    private static final Mutator MUTATOR =
            Mutator.ofTexts(List.of("name: 12", "list: [1, 2, 3]"), List.of("[", "]", ":", "\\"), 2000);

    /// Readers of `name: number` with one fault each.
    enum WeakReader {
        /// Reads past the end.
        UNBOUNDED {
            @Override
            void read(String text) {
                assertThat(text.charAt(text.indexOf(':') + 1)).isNotEqualTo('\u0663');
            }
        },
        /// Throws what it did not declare.
        UNDECLARED {
            @Override
            void read(String text) {
                Integer.parseInt(text.substring(text.indexOf(':') + 1).strip());
            }
        },
        /// Recurses as deep as the input says.
        RECURSIVE {
            @Override
            void read(String text) {
                if (text.startsWith("[[")) {
                    read("[".repeat(100_000).startsWith(text) ? text : text.substring(1));
                }
            }
        },
        /// Takes time exponential in the input's length.
        SLOW {
            @Override
            void read(String text) {
                long brackets = text.chars().filter(c -> c == '[').count();
                for (long i = 0, steps = 1L << Math.min(brackets * 4, 33); i < steps; i++) {
                    assertThat(i >= 0 || text.isEmpty()).isTrue();
                }
            }
        },
        /// Allocates as much memory as the input says.
        GREEDY {
            @Override
            void read(String text) {
                if (text.contains("2147483648")) {
                    assertThat(new byte[300 << 20]).hasSizeGreaterThan(1);
                }
            }
        },
        /// Loses what it read. The round trip shows it.
        LOSSY {
            @Override
            void read(String text) {
                assertThat(text.replace("\u202e", "")).isEqualTo(text);
            }
        };

        abstract void read(String text);
    }

    @ParameterizedTest
    @EnumSource(WeakReader.class)
    void findsAPlantedWeakness(WeakReader weakReader) {
        assertThatThrownBy(() -> Fuzz.run(new Target("weak", 20_000, MUTATOR, weakReader::read)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("weak, -Dyaim.seed=");
    }

    @Test
    void showsTheSeedAndTheShortestInputThatFails() {
        var target = new Target("weak", 20_000, MUTATOR, text -> {
            if (text.contains("\\") && text.contains("[")) {
                throw new IllegalStateException("found");
            }
        });
        assertThatThrownBy(() -> Fuzz.run(target))
                .hasMessageContaining("IllegalStateException: found")
                .message()
                .containsAnyOf("for \"\\\\[\"", "for \"[\\\\\"");
    }

    @Test
    void makesTheSameInputsOfTheSameSeed() {
        assertThat(MUTATOR.apply(new Random(7))).isEqualTo(MUTATOR.apply(new Random(7)));
    }

    @Test
    void theSeedInTheMessageFailsAgain() {
        var target = new Target("weak", 20_000, MUTATOR, text -> {
            if (text.contains("\u202e")) {
                throw new IllegalStateException("found");
            }
        });
        var first = org.assertj.core.api.Assertions.catchThrowableOfType(AssertionError.class, () -> Fuzz.run(target));
        String seed = String.valueOf(first.getMessage()).replaceAll("(?s).*yaim.seed=(\\d+):.*", "$1");
        assertThatThrownBy(() -> Fuzz.tryOne(target, Long.parseLong(seed)))
                .hasMessage(String.valueOf(first.getMessage()));
    }
}
