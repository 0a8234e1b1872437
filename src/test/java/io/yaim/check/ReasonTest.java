package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ReasonTest {

    @Test
    void isTheFirstLineThatSaysSomething() {
        assertThat(Reason.of("\n  \n  disk full \nmore\n")).isEqualTo("disk full");
    }

    @Test
    void losesWhatCouldRuleATerminal() {
        assertThat(Reason.of("\u001b[31mred\u0007\u202ethgir\0")).isEqualTo("[31mredthgir");
        assertThat(Reason.of("läuft nicht, 健康ではない")).isEqualTo("läuft nicht, 健康ではない");
    }

    @Test
    void hasABound() {
        assertThat(Reason.of("x".repeat(100_000))).hasSize(Reason.LIMIT);
        assertThat(Reason.of("😀".repeat(100_000)).codePoints().count()).isEqualTo(Reason.LIMIT);
    }

    @Test
    void isNeverEmpty() {
        assertThat(Reason.of("")).isEqualTo("no reason given");
        assertThat(Reason.of("\0\n\0")).isEqualTo("no reason given");
        assertThat(Reason.of(new IOException())).isEqualTo("IOException");
        assertThat(Reason.of(new IOException("a\nb"))).isEqualTo("a");
    }

    @Test
    void isCleanedInEveryVerdict() {
        assertThat(new Verdict.Fail("a\0b\nc").reason()).isEqualTo("ab");
    }
}
