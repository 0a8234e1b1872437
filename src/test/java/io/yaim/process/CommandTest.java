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

@Timeout(180)
final class CommandTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(80);

    @TempDir
    Path folder = Path.of(".");

    /// Each script starts one or two processes that go on running, and writes their ids to the file `pids`.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo $$ >> pids; sleep 300",
                "sh -c 'echo $$ >> pids; sleep 300' & sh -c 'echo $$ >> pids; sleep 300'",
                // reparented: its parent ends at once
                "(sh -c 'echo $$ >> pids; sleep 300' &) ; sleep 300",
                // reparented, in a process group of its own
                "set -m; (sh -c 'echo $$ >> pids; sleep 300' &) ; sleep 300",
                // reparented, in a session of its own
                "(setsid sh -c 'echo $$ >> pids; sleep 300' &) ; sleep 300",
                // reparented, with an environment of its own
                "(env -i PATH=$PATH sh -c 'echo $$ >> pids; sleep 300' &) ; sleep 300",
                // ignores signals other than SIGKILL
                "trap '' TERM INT HUP; echo $$ >> pids; sleep 300; sleep 300",
            })
    void atTheTimeoutAllStartedProcessesAreKilled(String script) throws Exception {
        Path pids = folder.resolve("pids");
        assertThat(sh("cd " + folder + "; " + script, Duration.ofMillis(500))).isEmpty();
        List<String> started = Files.readAllLines(pids);
        assertThat(started).isNotEmpty();
        for (String pid : started) {
            Awaitility.await().atMost(TIMEOUT).until(() -> hasEnded(pid));
        }
    }

    @Test
    void onInterruptAllStartedProcessesAreKilled() throws Exception {
        LinkedBlockingQueue<Exception> ends = new LinkedBlockingQueue<>();
        Path pids = folder.resolve("pids");
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                var _ = sh("echo $$ > " + pids + "; sleep 300", TIMEOUT);
            } catch (IOException | InterruptedException e) {
                ends.add(e);
            }
        });
        Awaitility.await().atMost(TIMEOUT).until(() -> Files.exists(pids) && Files.size(pids) > 1);
        thread.interrupt();
        assertThat(ends.poll(80, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        String pid = Files.readString(pids).strip();
        Awaitility.await().atMost(TIMEOUT).until(() -> hasEnded(pid));
    }

    /// Runs many commands at once. A thread that begins to read after the command has ended must not take that
    /// for the end of the output.
    @Test
    void backgroundProcessWithOpenOutputIsKilledWithoutWaiting() throws Exception {
        var runs = new ArrayList<Future<Optional<Command.ExitResult>>>();
        try (var threads = Executors.newFixedThreadPool(20)) {
            for (int i = 0; i < 20; i++) {
                Path pids = folder.resolve("pids" + i);
                runs.add(threads.submit(() -> sh("echo said; " + backgroundScript(pids, ""), TIMEOUT)));
            }
        }
        for (int i = 0; i < runs.size(); i++) {
            assertThat(runs.get(i).get()).contains(new Command.ExitResult(0, "said\n"));
            String pid = Files.readString(folder.resolve("pids" + i)).strip();
            Awaitility.await().atMost(TIMEOUT).until(() -> hasEnded(pid));
        }
    }

    @Test
    void backgroundProcessWithoutTheOutputGoesOn() throws Exception {
        Path pids = folder.resolve("pids");
        assertThat(sh(backgroundScript(pids, "> /dev/null 2>&1"), TIMEOUT)).contains(new Command.ExitResult(0, ""));
        String pid = Files.readString(pids).strip();
        assertThat(hasEnded(pid)).isFalse();
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    }

    @Test
    void onlyTheBeginningOfLongOutputIsStored() throws Exception {
        assertThat(sh("yes | head -c 50000000; exit 1", TIMEOUT).orElseThrow().output())
                .hasSize(ProcessOutput.MAX_BYTES);
        assertThat(sh("yes", Duration.ofMillis(300))).isEmpty();
    }

    @Test
    void doesNotWaitUntilTheInputIsRead() throws Exception {
        Command command = new Command(List.of("true"), Map.of(), "x".repeat(Command.MAX_INPUT_BYTES));
        assertThat(command.run(TIMEOUT).orElseThrow().status()).isZero();
        Command hanging = new Command(List.of("sleep", "300"), Map.of(), "x".repeat(Command.MAX_INPUT_BYTES));
        assertThat(hanging.run(Duration.ofMillis(200))).isEmpty();
        assertThatThrownBy(() -> new Command(List.of("true"), Map.of(), "x".repeat(Command.MAX_INPUT_BYTES + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void receivesItsEnvironmentAndInput() throws Exception {
        Command command = new Command(List.of("sh", "-c", "echo $A; cat"), Map.of("A", "1"), "input");
        assertThat(command.run(TIMEOUT)).contains(new Command.ExitResult(0, "1\ninput"));
    }

    private static Optional<Command.ExitResult> sh(String script, Duration timeout)
            throws IOException, InterruptedException {
        return new Command(List.of("/bin/sh", "-c", script), Map.of(), "").run(timeout);
    }

    /// A script that ends when its background process has written its id to the file.
    private static String backgroundScript(Path pids, String redirection) {
        return "sh -c 'echo $$ > " + pids + "; exec sleep 300' " + redirection + " & while ! [ -s " + pids
                + " ]; do :; done";
    }

    private static boolean hasEnded(String pid) throws IOException {
        Path stat = Path.of("/proc", pid, "stat");
        // A zombie has ended, even if it was not reaped yet.
        return !Files.exists(stat) || Files.readString(stat).contains(") Z ");
    }
}
