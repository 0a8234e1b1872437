package io.yaim.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LineTest {

    @Test
    void spellsOutWhatCouldUpsetATerminal() {
        assertThat(Line.of("a\nb\u001b[31m\u202e\u0000", 100)).isEqualTo("a\\u000ab\\u001b[31m\\u202e\\u0000");
        assertThat(Line.of("\ud83d", 100)).isEqualTo("\\ud83d");
    }

    @Test
    void leavesPrintableTextAlone() {
        assertThat(Line.of("grün \ud83d\ude00 \"x\"", 100)).isEqualTo("grün \ud83d\ude00 \"x\"");
    }

    @Test
    void isNoLongerThanAllowedAndCutsNoCharacterInTwo() {
        assertThat(Line.of("\ud83d\ude00".repeat(100), 20)).isEqualTo("\ud83d\ude00".repeat(8) + "...");
        assertThat(Line.of("x".repeat(20), 20)).isEqualTo("x".repeat(20));
    }

    @Test
    void aSecondPassChangesNothing() {
        String once = Line.of("a\n".repeat(100), 30);
        assertThat(Line.of(once, 30)).isEqualTo(once).hasSize(30);
    }
}
