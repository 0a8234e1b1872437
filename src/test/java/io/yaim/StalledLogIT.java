package io.yaim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Cluster;
import io.yaim.lab.Segment;
import io.yaim.lab.Shell;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The reader of n1's log has stalled before the first line: standard error is a pipe that is full.
final class StalledLogIT {

    private static final List<VirtualIp> POOL =
            IntStream.rangeClosed(1, 4).mapToObj(Segment::virtualIp).toList();
    private static final Path FOLDER = Path.of("target", "lab", "stalled-log");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// Linux gives a pipe 64 KiB (pipe(7)).
    private static final int PIPE_SIZE = 65_536;

    private Cluster cluster;
    private FileChannel pipe;

    @BeforeEach
    void startBesideAFullPipe() throws Exception {
        Files.createDirectories(FOLDER);
        Path fifo = FOLDER.toAbsolutePath().resolve("pipe");
        Files.deleteIfExists(fifo);
        Shell.run("mkfifo", fifo.toString());
        pipe = FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
        assertThat(pipe.write(ByteBuffer.allocate(PIPE_SIZE))).isEqualTo(PIPE_SIZE);
        var settings = new HashMap<>(Cluster.SHORT_TTL);
        settings.put("log-level", "debug");
        cluster = new Cluster(FOLDER, 2, POOL, Duration.ofMillis(5), settings);
        cluster.put(POOL);
        cluster.node("n1").logTo(fifo);
        cluster.start();
        cluster.awaitCounts(2, 2);
    }

    @AfterEach
    void tearDown() throws Exception {
        try (var _ = pipe;
                var ending = cluster) {
            assertThat(ending.watch().history().doubles()).as(ending::report).isEmpty();
        }
    }

    @Test
    void theLoopGoesOnAndTheNodeStopsInOrder() throws Exception {
        cluster.node("n2").breakService();
        cluster.awaitCounts(4, 0);
        cluster.node("n2").mendService();
        cluster.awaitCounts(2, 2);
        assertThat(cluster.node("n1").terminate()).isZero();
        cluster.awaitCounts(0, 4);
    }

    /// What expired instead of being handed over would have to be claimed.
    @Test
    void theGuardianHandsOverAfterAKill() throws Exception {
        int before = logOfOther().length();
        cluster.node("n1").kill();
        await().atMost(PATIENCE).until(() -> cluster.counts().equals(Map.of("n1", 0, "n2", 4)));
        assertThat(logOfOther().substring(before)).contains("event=bound").doesNotContain("event=claimed");
    }

    @Test
    void aReaderThatGoesOnGetsEveryLine() throws Exception {
        skip(PIPE_SIZE);
        await().atMost(PATIENCE).until(() -> read().contains("event=joined"));
    }

    private String logOfOther() throws IOException {
        return Files.readString(cluster.node("n2").log());
    }

    private void skip(int bytes) throws IOException {
        var skipped = ByteBuffer.allocate(bytes);
        while (skipped.hasRemaining()) {
            assertThat(pipe.read(skipped)).isPositive();
        }
    }

    private String read() throws IOException {
        var chunk = ByteBuffer.allocate(PIPE_SIZE);
        int count = pipe.read(chunk);
        return new String(chunk.array(), 0, count, StandardCharsets.UTF_8);
    }
}
