package io.yaim.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class CommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder = Path.of(".");

    /// Each starts one process or two that live on and write their ids to the file `pids`, in one way or
    /// another.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo $$ >> pids; sleep 300",
                "sh -c 'echo $$ >> pids; sleep 300' & sh -c 'echo $$ >> pids; sleep 300'",
                // reparented: the one in between ends at once
                "(sh -c 'echo $$ >> pids; sleep 300' &) ; sleep 300",
                // reparented, and in a process group of its own
                "set -m; (sh -c 'echo $$ >> pids; sleep 300' &) ; sleep 300",
                // a session of its own, and reparented
                "(setsid sh -c 'echo $$ >> pids; sleep 300' &) ; sleep 300",
                // an environment of its own, and reparented
                "(env -i PATH=$PATH sh -c 'echo $$ >> pids; sleep 300' &) ; sleep 300",
                // deaf to polite signals
                "trap '' TERM INT HUP; echo $$ >> pids; sleep 300; sleep 300",
            })
    void killsAllThatItStartedWhenTheTimeIsOver(String script) throws Exception {
        Path pids = folder.resolve("pids");
        assertThat(sh("cd " + folder + "; " + script, Duration.ofMillis(500))).isEmpty();
        List<String> started = Files.readAllLines(pids);
        assertThat(started).isNotEmpty();
        for (String pid : started) {
            Awaitility.await().atMost(PATIENCE).until(() -> hasEnded(pid));
        }
    }

    @Test
    void killsAllThatItStartedWhenItIsInterrupted() throws Exception {
        LinkedBlockingQueue<Exception> ends = new LinkedBlockingQueue<>();
        Path pids = folder.resolve("pids");
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                var _ = sh("echo $$ > " + pids + "; sleep 300", PATIENCE);
            } catch (IOException | InterruptedException e) {
                ends.add(e);
            }
        });
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(pids) && Files.size(pids) > 1);
        thread.interrupt();
        assertThat(ends.poll(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        String pid = Files.readString(pids).strip();
        Awaitility.await().atMost(PATIENCE).until(() -> hasEnded(pid));
    }

    /// Many at once: a thread that begins to read only when the command has ended must not take that for the
    /// end of its output.
    @Test
    void killsWhatHoldsItsOutputOpenWithoutWaitingForIt() throws Exception {
        var runs = new ArrayList<Future<Optional<Command.ExitResult>>>();
        try (var threads = Executors.newFixedThreadPool(20)) {
            for (int i = 0; i < 20; i++) {
                Path pids = folder.resolve("pids" + i);
                runs.add(threads.submit(() -> sh("echo said; " + leaving(pids, ""), PATIENCE)));
            }
        }
        for (int i = 0; i < runs.size(); i++) {
            assertThat(runs.get(i).get()).contains(new Command.ExitResult(0, "said\n"));
            String pid = Files.readString(folder.resolve("pids" + i)).strip();
            Awaitility.await().atMost(PATIENCE).until(() -> hasEnded(pid));
        }
    }

    @Test
    void leavesAloneWhatItLeftInTheBackgroundWithoutItsOutput() throws Exception {
        Path pids = folder.resolve("pids");
        assertThat(sh(leaving(pids, "> /dev/null 2>&1"), PATIENCE)).contains(new Command.ExitResult(0, ""));
        String pid = Files.readString(pids).strip();
        assertThat(hasEnded(pid)).isFalse();
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    }

    @Test
    void keepsTheBeginningOfEndlessOutput() throws Exception {
        assertThat(sh("yes | head -c 50000000; exit 1", PATIENCE).orElseThrow().output())
                .hasSize(ProcessOutput.KEPT_BYTES);
        assertThat(sh("yes", Duration.ofMillis(300))).isEmpty();
    }

    @Test
    void doesNotWaitForACommandToReadItsInput() throws Exception {
        Command command = new Command(List.of("true"), Map.of(), "x".repeat(Command.INPUT_BYTES_MOST));
        assertThat(command.run(PATIENCE).orElseThrow().status()).isZero();
        Command hanging = new Command(List.of("sleep", "300"), Map.of(), "x".repeat(Command.INPUT_BYTES_MOST));
        assertThat(hanging.run(Duration.ofMillis(200))).isEmpty();
        assertThatThrownBy(() -> new Command(List.of("true"), Map.of(), "x".repeat(Command.INPUT_BYTES_MOST + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasItsEnvironmentAndInput() throws Exception {
        Command command = new Command(List.of("sh", "-c", "echo $A; cat"), Map.of("A", "1"), "input");
        assertThat(command.run(PATIENCE)).contains(new Command.ExitResult(0, "1\ninput"));
    }

    private static Optional<Command.ExitResult> sh(String script, Duration timeout)
            throws IOException, InterruptedException {
        return new Command(List.of("/bin/sh", "-c", script), Map.of(), "").run(timeout);
    }

    /// Ends when what it leaves in the background has written its id to the file.
    private static String leaving(Path pids, String redirection) {
        return "sh -c 'echo $$ > " + pids + "; exec sleep 300' " + redirection + " & while ! [ -s " + pids
                + " ]; do :; done";
    }

    private static boolean hasEnded(String pid) throws IOException {
        Path stat = Path.of("/proc", pid, "stat");
        // A zombie has ended; who reaps it is another matter.
        return !Files.exists(stat) || Files.readString(stat).contains(") Z ");
    }
}
