package io.yaim.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableLineTest {

    @Test
    void escapesCharactersThatDisturbATerminal() {
        assertThat(PrintableLine.of("a\nb\u001b[31m\u202e\u0000", 100)).isEqualTo("a\\u000ab\\u001b[31m\\u202e\\u0000");
        assertThat(PrintableLine.of("\ud83d", 100)).isEqualTo("\\ud83d");
    }

    @Test
    void printableTextIsUnchanged() {
        assertThat(PrintableLine.of("grün \ud83d\ude00 \"x\"", 100)).isEqualTo("grün \ud83d\ude00 \"x\"");
    }

    @Test
    void isCutBetweenCharactersAtTheLimit() {
        assertThat(PrintableLine.of("\ud83d\ude00".repeat(100), 20)).isEqualTo("\ud83d\ude00".repeat(8) + "...");
        assertThat(PrintableLine.of("x".repeat(20), 20)).isEqualTo("x".repeat(20));
    }

    @Test
    void isIdempotent() {
        String line = PrintableLine.of("a\n".repeat(100), 30);
        assertThat(PrintableLine.of(line, 30)).isEqualTo(line).hasSize(30);
    }
}
