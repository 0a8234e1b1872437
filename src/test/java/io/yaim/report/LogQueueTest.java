package io.yaim.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

final class LogQueueTest {

    private static final String LINE = "x".repeat(1023) + "\n";
    private static final int FITTING = LogQueue.LIMIT / LINE.length();

    private final Reader reader = new Reader();

    @Test
    void linesArriveInOrder() {
        reader.turns.release(1_000);
        try (var queue = queue()) {
            for (int i = 0; i < 100; i++) {
                queue.add(i + "\n");
            }
        }
        assertThat(reader.lines()).hasSize(100).startsWith("0\n", "1\n").endsWith("99\n");
    }

    @Test
    void aStalledReaderKeepsNobodyWaitingAndTheLossIsTold() {
        var queue = queue();
        for (int i = 0; i < FITTING + 7; i++) {
            queue.add(LINE);
        }
        assertThat(queue.dropped()).isEqualTo(7);
        reader.turns.release(FITTING + 1);
        await().until(() -> reader.lines().size() == FITTING + 1);
        assertThat(reader.lines().getLast()).isEqualTo("lost 7\n");
    }

    @Test
    void theLossIsToldWhereTheLinesWouldHaveBeen() {
        var queue = queue();
        for (int i = 0; i < FITTING + 7; i++) {
            queue.add(LINE);
        }
        reader.turns.release(FITTING / 2);
        await().until(() -> reader.lines().size() == FITTING / 2);
        queue.add("after\n");
        reader.turns.release(FITTING);
        await().until(() -> reader.lines().size() == FITTING + 2);
        assertThat(reader.lines()).endsWith(LINE, "lost 7\n", "after\n");
    }

    @Test
    void closingWaitsForAStalledReaderOnlyForAWhile() {
        var queue = queue();
        queue.add(LINE);
        queue.close();
        assertThat(reader.lines()).isEmpty();
        queue.add("too late\n");
        assertThat(queue.dropped()).isEqualTo(1);
    }

    @Test
    void aReaderThatHasGoneIsCountedAndTheNextOneIsTold() {
        reader.isGone = true;
        reader.turns.release(1_000);
        var queue = queue();
        queue.add("first\n");
        queue.add("second\n");
        await().until(() -> queue.dropped() == 2);
        reader.isGone = false;
        queue.add("third\n");
        queue.close();
        assertThat(reader.lines()).containsExactly("lost 2\n", "third\n");
    }

    private LogQueue queue() {
        return new LogQueue(reader, count -> "lost " + count + "\n");
    }

    /// Takes a line for each turn.
    private static final class Reader extends OutputStream {

        private final Semaphore turns = new Semaphore(0);
        private final List<String> lines = new ArrayList<>();
        private volatile boolean isGone;

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException("a line is written at once");
        }

        @Override
        public void write(byte[] line) throws IOException {
            if (isGone) {
                throw new IOException("Broken pipe");
            }
            turns.acquireUninterruptibly();
            synchronized (lines) {
                lines.add(new String(line, StandardCharsets.UTF_8));
            }
        }

        private List<String> lines() {
            synchronized (lines) {
                return List.copyOf(lines);
            }
        }
    }
}
