package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ReasonTextTest {

    @Test
    void isTheFirstPrintableLine() {
        assertThat(ReasonText.of("\n  \n  disk full \nmore\n")).isEqualTo("disk full");
    }

    @Test
    void controlAndFormatCharactersAreRemoved() {
        assertThat(ReasonText.of("\u001b[31mred\u0007\u202ethgir\0")).isEqualTo("[31mredthgir");
        assertThat(ReasonText.of("läuft nicht, 健康ではない")).isEqualTo("läuft nicht, 健康ではない");
    }

    @Test
    void hasAMaximumLength() {
        assertThat(ReasonText.of("x".repeat(100_000))).hasSize(ReasonText.LIMIT);
        assertThat(ReasonText.of("😀".repeat(100_000)).codePoints().count()).isEqualTo(ReasonText.LIMIT);
    }

    @Test
    void isNeverEmpty() {
        assertThat(ReasonText.of("")).isEqualTo("no reason given");
        assertThat(ReasonText.of("\0\n\0")).isEqualTo("no reason given");
        assertThat(ReasonText.of(new IOException())).isEqualTo("IOException");
        assertThat(ReasonText.of(new IOException("a\nb"))).isEqualTo("a");
    }

    @Test
    void isAppliedToEveryVerdict() {
        assertThat(new Verdict.Fail("a\0b\nc").reason()).isEqualTo("ab");
    }
}
