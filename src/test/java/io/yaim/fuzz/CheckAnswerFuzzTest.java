package io.yaim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.Check;
import io.yaim.check.CheckFactory;
import io.yaim.check.Verdict;
import io.yaim.fuzz.GarbageServer.Answer;
import io.yaim.fuzz.GarbageServer.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A check ends in time for any answer, with a verdict or a failure that gives a reason.
final class CheckAnswerFuzzTest {

    private static final Duration TIMEOUT = Duration.ofMillis(100);

    /// On a machine that is busy with other work.
    private static final Duration LATEST = Duration.ofSeconds(30);

    /// The first two come to an end.
    private static final List<Ending> ENDINGS =
            List.of(Ending.CLOSE, Ending.RESET, Ending.HANG, Ending.DRIP, Ending.ENDLESS);

    /// One answer in this many does not end by itself.
    private static final int ONE_IN_UNENDING = 20;

    private static final List<String> HTTP = List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/plain; charset=x\r\n\r\n\u001f\u008b\u0008",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nok");
    private static final List<String> HTTP_SNIPPETS = List.of(
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\u0000",
            ":",
            "HTTP/1.1 ",
            "HTTP/9.9 ",
            "99999999999",
            "-1",
            "ffffffffffffffff\r\n",
            "Content-Length: 9223372036854775807\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Content-Length: 1\r\n",
            "Set-Cookie: a=b\r\n".repeat(50),
            "HTTP/1.1 103 Early\r\n\r\n".repeat(20),
            "x".repeat(5000),
            "charset=\u00ff");

    private static final String AUTHENTICATED = "R\u0000\u0000\u0000\u0008\u0000\u0000\u0000\u0000";
    private static final List<String> POSTGRES = List.of(
            "N" + AUTHENTICATED + "Z\u0000\u0000\u0000\u0005I",
            AUTHENTICATED + "S\u0000\u0000\u0000\u0016server_version\u000017\u0000Z\u0000\u0000\u0000\u0005I",
            "R\u0000\u0000\u0000\u000c\u0000\u0000\u0000\u0005salt",
            "R\u007f\u00ff\u00ff\u00ff\u0000\u0000\u0000\nSCRAM-SHA-256\u0000\u0000",
            "E\u0000\u0000\u0000\u0010SFATAL\u0000Mno\u0000\u0000",
            "E\u007f\u00ff\u00ff\u00ffSFATAL",
            AUTHENTICATED + "S\u007f\u00ff\u00ff\u00ffa");

    @TempDir
    private Path folder;

    @Test
    void noHttpAnswerHoldsUpOrBreaksACheck() throws Exception {
        try (var server = new GarbageServer();
                Check check = CheckFactory.check(
                        "http",
                        Map.of("url", "http://127.0.0.1:" + server.port() + "/", "expected-response-contains", "ok"),
                        TIMEOUT)) {
            Fuzz.run(new Target("HTTP answer", 500, answers(Mutator.ofBytes(HTTP, HTTP_SNIPPETS, 100_000)), input -> {
                server.setAnswer(answer(input));
                run(check, TIMEOUT);
            }));
        }
    }

    @Test
    void noServerThatIsNoDatabaseHoldsUpOrBreaksACheck() throws Exception {
        Duration timeout = Duration.ofMillis(300);
        List<String> lengths =
                List.of("\u0000\u0000\u0000\u0000", "\u00ff\u00ff\u00ff\u00ff", "\u0000\u0010\u0000\u0000");
        try (var server = new GarbageServer();
                Check check = CheckFactory.check(
                        "postgres",
                        Map.of("conn-url", "postgres://u@127.0.0.1:" + server.port() + "/b?sslmode=disable"),
                        timeout)) {
            Fuzz.run(new Target("PostgreSQL answer", 16, answers(Mutator.ofBytes(POSTGRES, lengths, 10_000)), input -> {
                server.setAnswer(answer(input));
                run(check, timeout);
            }));
        }
    }

    @Test
    void noOutputOfACommandHoldsUpOrBreaksACheck() throws Exception {
        Path said = folder.resolve("said");
        Duration timeout = Duration.ofSeconds(5);
        try (Check check = CheckFactory.check("shell", Map.of("command", "cat " + said + "; exit 1"), timeout)) {
            Mutator outputs = Mutator.ofBytes(
                    List.of("it is down\n", "\u00c3\u00a4", ""), List.of("\n", "x".repeat(9000)), 90_000);
            Fuzz.run(new Target("output of a command", 24, outputs, input -> {
                Files.write(said, bytes(input));
                assertThat(run(check, timeout)).isInstanceOf(Verdict.Fail.class);
            }));
        }
        try (Check check = CheckFactory.check("shell", Map.of("command", "cat /dev/zero"), TIMEOUT)) {
            assertThat(run(check, TIMEOUT)).isInstanceOf(Verdict.Fail.class);
        }
    }

    /// The first character says how the answer ends.
    private static Function<Random, String> answers(Mutator bytes) {
        return random -> {
            boolean lasts = random.nextInt(ONE_IN_UNENDING) == 0;
            int ending = lasts ? 2 + random.nextInt(3) : random.nextInt(10) == 0 ? 1 : 0;
            return ending + bytes.apply(random);
        };
    }

    private static Answer answer(String input) {
        int ending = input.isEmpty() ? 0 : input.charAt(0) - '0';
        return new Answer(
                input.isEmpty() ? "" : input.substring(1), ENDINGS.get(Math.floorMod(ending, ENDINGS.size())));
    }

    private static byte[] bytes(String input) {
        return input.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Verdict run(Check check, Duration timeout) throws InterruptedException {
        long started = System.nanoTime();
        Verdict verdict;
        try {
            verdict = check.run(timeout);
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
            verdict = new Verdict.Fail("not asked");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LATEST.plus(timeout));
        return verdict;
    }
}
