package io.yaim.check.shell;

import static io.yaim.check.CheckFactory.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.check.InvalidOptionException;
import io.yaim.check.Verdict;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class ShellCheckTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    @Test
    void passesOnStatusZero() throws Exception {
        assertThat(run("true")).isEqualTo(new Verdict.Pass());
        assertThat(run("echo words; echo more >&2")).isEqualTo(new Verdict.Pass());
    }

    @Test
    void theReasonIsTheFirstLineOfTheOutput() throws Exception {
        assertThat(run("echo; echo disk full; echo more; exit 3")).isEqualTo(new Verdict.Fail("disk full"));
    }

    @Test
    void withoutOutputTheReasonIsTheErrorOutput() throws Exception {
        assertThat(run("echo broken >&2; exit 1")).isEqualTo(new Verdict.Fail("broken"));
        assertThat(run("echo broken >&2; echo out; exit 1")).isEqualTo(new Verdict.Fail("out"));
    }

    @Test
    void withoutAnyOutputTheReasonIsTheStatus() throws Exception {
        assertThat(run("exit 7")).isEqualTo(new Verdict.Fail("exit status 7"));
        assertThat(run("kill -9 $$")).isEqualTo(new Verdict.Fail("exit status 137"));
    }

    @Test
    void anUnknownCommandFails() throws Exception {
        assertThat(run("no-such-command-here"))
                .asString()
                .contains("no-such-command-here")
                .contains("not found");
    }

    @Test
    void theReasonHasNoControlCharacters() throws Exception {
        assertThat(run("printf 'a\\033[2Jb\\000c\\nd'; exit 1")).isEqualTo(new Verdict.Fail("a[2Jbc"));
    }

    @Test
    void failsAtTheTimeout() throws Exception {
        assertThat(check("shell", Map.of("command", "sleep 60")).run(Duration.ofMillis(200)))
                .isEqualTo(new Verdict.Fail("did not end within 200 ms"));
    }

    @Test
    void standardInputIsEmpty() throws Exception {
        assertThat(run("cat")).isEqualTo(new Verdict.Pass());
    }

    @Test
    void theCommandIsRequired() {
        assertThatThrownBy(() -> check("shell", Map.of()))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageStartingWith("command: found nothing");
    }

    private static Verdict run(String command) throws Exception {
        return check("shell", Map.of("command", command)).run(TIMEOUT);
    }
}
