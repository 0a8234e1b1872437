package io.yaim.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

class RepeatedOutputTest {

    private static final Optional<Duration> TWO_SECONDS = Optional.of(Duration.ofSeconds(2));

    private final StringWriter shown = new StringWriter();
    private final List<Duration> pauses = new ArrayList<>();
    private final Deque<RepeatedOutput.Screen> pictures = new ArrayDeque<>();

    @AfterEach
    void forgetTheInterruption() {
        Thread.interrupted();
    }

    @Test
    void showsOnceAndThrowsTheFailureWithoutAPeriod() throws Exception {
        pictures.add(text("a", 7));
        assertThat(watch(Terminal.NONE).run(Optional.empty(), 1, this::next)).isEqualTo(7);
        pictures.add(cliOutput -> {
            throw new IOException("away");
        });
        assertThatThrownBy(() -> watch(Terminal.NONE).run(Optional.empty(), 1, this::next))
                .hasMessage("away");
        assertThat(pauses).isEmpty();
    }

    @Test
    void showsAgainUntilInterruptedAndSaysTheLastStatus() throws Exception {
        pictures.addAll(List.of(text("a", 0), text("b", 3)));
        assertThat(watch(Terminal.NONE).run(TWO_SECONDS, 1, this::next)).isEqualTo(3);
        assertThat(shown.toString()).isEqualTo("X\na\nX\nb\n");
        assertThat(pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void continuesAfterAnOutputThatFails() throws Exception {
        pictures.add(cliOutput -> {
            throw new IOException("away");
        });
        pictures.add(text("back", 0));
        assertThat(watch(Terminal.NONE).run(TWO_SECONDS, 1, this::next)).isZero();
        assertThat(shown.toString()).isEqualTo("yaim: away\nX\nback\n");
    }

    @Test
    void overwritesTheLastOutputOnATerminal() throws Exception {
        pictures.addAll(List.of(text("a", 0), text("b", 0)));
        watch(new Terminal(true, false)).run(TWO_SECONDS, 1, this::next);
        String head = "every 2 s: 12:00:00\033[K\n\033[K\n";
        assertThat(shown.toString())
                .isEqualTo("\033[H\033[J" + head + "X\033[K\na\033[K\n\033[J" + "\033[H" + head
                        + "X\033[K\nb\033[K\n\033[J");
    }

    @Test
    void takesThePeriodAfterAnEqualsSignAndLeavesOtherWordsAlone() {
        assertThat(parsed("--watch=5", "word").watch.period()).contains(Duration.ofSeconds(5));
        assertThat(parsed("word", "--watch").watch.period()).contains(Duration.ofSeconds(2));
        assertThat(parsed("--watch", "word").watch.period()).contains(Duration.ofSeconds(2));
        assertThat(parsed("--watch", "word").word).isEqualTo("word");
        assertThat(parsed("word").watch.period()).isEmpty();
        assertThatThrownBy(() -> parsed("--watch=0")).hasMessageContaining("1 to 3600");
    }

    private static Sample parsed(String... arguments) {
        var sample = new Sample();
        new CommandLine(sample).parseArgs(arguments);
        return sample;
    }

    @Command
    static final class Sample {

        @Mixin
        private final WatchOptions watch = new WatchOptions();

        @Parameters(arity = "0..1")
        private String word = "";
    }

    private RepeatedOutput watch(Terminal terminal) {
        var cliOutput = new CliOutput(new PrintWriter(shown), CliOutput.Format.TABLE, terminal);
        return new RepeatedOutput(
                cliOutput, InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z")), ZoneOffset.UTC, this::await);
    }

    /// Interrupts when there is nothing left to show.
    private void await(Duration time) throws InterruptedException {
        pauses.add(time);
        if (pictures.isEmpty()) {
            throw new InterruptedException();
        }
    }

    private int next(CliOutput cliOutput) throws Exception {
        return pictures.remove().show(cliOutput);
    }

    private static RepeatedOutput.Screen text(String text, int status) {
        return cliOutput -> {
            cliOutput.show(List.of(Map.of("x", text)));
            return status;
        };
    }
}
