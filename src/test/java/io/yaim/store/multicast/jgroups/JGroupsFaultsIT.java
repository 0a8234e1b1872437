package io.yaim.store.multicast.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.Segment;
import io.yaim.lab.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three hosts on one segment, a process on each, and what befalls them.
@Timeout(900)
class JGroupsFaultsIT {

    private static final List<String> HOSTS = List.of("one", "two", "three");
    private static final String NEVER = "600000";

    private final Map<String, Process> processes = new HashMap<>();

    @TempDir
    private Path outputs;

    private Segment segment;

    @BeforeEach
    void build() throws Exception {
        segment = Segment.of(HOSTS.toArray(String[]::new));
    }

    @AfterEach
    void tearDown() throws Exception {
        for (Process process : processes.values()) {
            process.destroyForcibly().waitFor();
        }
        segment.close();
    }

    @Test
    void aKilledOneIsMissedLongBeforeItIsStale() throws Exception {
        together(NEVER);

        process("one").destroyForcibly();

        awaitRolls(2, "two", "three");
    }

    @Test
    void aFrozenOneIsMissedAndComesBack() throws Exception {
        together("3000");

        signal("one", "STOP");
        awaitRolls(2, "two", "three");
        signal("one", "CONT");

        awaitRolls(3, "one", "two", "three");
        assertThat(lastRoll("two")).endsWith(" merged");
    }

    @Test
    void partsFindEachOtherAgain() throws Exception {
        together("3000");

        segment.pullPlug("one");
        awaitRolls(1, "one");
        awaitRolls(2, "two", "three");
        segment.putPlugBack("one");

        awaitRolls(3, "one", "two", "three");
        assertThat(lastRoll("one")).endsWith(" merged");
    }

    @Test
    void meetByIpv6Multicast() throws Exception {
        for (int i = 0; i < HOSTS.size(); i++) {
            start(HOSTS.get(i), "ff02::1:5007", "fd77::" + (i + 1), NEVER);
        }

        awaitRolls(3, "one", "two", "three");
    }

    private void together(String stale) throws IOException {
        for (String host : HOSTS) {
            start(host, "224.1.1.1", segment.address(host), stale);
        }
        awaitRolls(3, "one", "two", "three");
    }

    private void start(String host, String group, String local, String stale) throws IOException {
        List<String> command = List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                JoinAndPrint.class.getName(),
                group,
                "5007",
                local,
                "secret",
                stale);
        processes.put(
                host,
                segment.host(host)
                        .process(command)
                        .redirectOutput(outputs.resolve(host).toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    private Process process(String host) {
        Process process = processes.get(host);
        if (process == null) {
            throw new IllegalArgumentException("no process on " + host);
        }
        return process;
    }

    private void signal(String host, String signal) throws IOException {
        Shell.run("kill", "-" + signal, Long.toString(process(host).pid()));
    }

    private void awaitRolls(int seats, String... hosts) {
        for (String host : hosts) {
            Callable<Boolean> isReached = () -> lastRoll(host).contains(" roll " + seats + " of ");
            await(host + " to be told a roll of " + seats)
                    .atMost(Duration.ofMinutes(6))
                    .pollInterval(Duration.ofMillis(50))
                    .until(isReached);
        }
    }

    private String lastRoll(String host) throws IOException {
        var rolls = new ArrayList<>(List.of("none"));
        for (String line : Files.readAllLines(outputs.resolve(host))) {
            if (line.contains(" roll ")) {
                rolls.add(line);
            }
        }
        return rolls.getLast();
    }
}
