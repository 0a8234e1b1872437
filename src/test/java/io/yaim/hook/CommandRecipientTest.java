package io.yaim.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.HardwareAddress;
import io.yaim.plan.EntryEvent;
import io.yaim.plan.EntryState;
import io.yaim.plan.EntryStates.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandRecipientTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @Test
    void handsTheEventOverAsEnvironmentAndAsJson() throws Exception {
        Path said = folder.resolve("said");
        var state = new Transition(HookFixtures.ip(1), EntryState.STANDBY, EntryEvent.ELECTED, EntryState.ACTIVATED);
        var event = new HookEvent(
                HookEventKind.STATE,
                HookFixtures.AT,
                HookFixtures.NODE,
                HookFixtures.ip(1),
                Optional.of(24),
                Optional.of("eth0"),
                Optional.of(state),
                "",
                Optional.of(new HardwareAddress(0x0200_0000_0001L)));
        run("{ env | grep ^YAIM_ | grep -v ^YAIM_RUN= | sort; cat; } > " + said, event);
        assertThat(Files.readAllLines(said))
                .containsExactly(
                        "YAIM_EVENT=state",
                        "YAIM_HOOK=test",
                        "YAIM_INTERFACE=eth0",
                        "YAIM_IP=10.0.0.1",
                        "YAIM_MAC=02:00:00:00:00:01",
                        "YAIM_NODE=a",
                        "YAIM_PREFIX=24",
                        "YAIM_REASON=",
                        "YAIM_STATE_EVENT=elected",
                        "YAIM_STATE_FROM=STANDBY",
                        "YAIM_STATE_TO=ACTIVATED",
                        "YAIM_TIME=2026-01-02T03:04:05Z",
                        "{\"event\":\"state\",\"time\":\"2026-01-02T03:04:05Z\",\"node\":\"a\",\"ip\":\"10.0.0.1\","
                                + "\"prefix\":24,\"interface\":\"eth0\",\"state_from\":\"STANDBY\","
                                + "\"state_to\":\"ACTIVATED\",\"state_event\":\"elected\",\"reason\":null,"
                                + "\"mac\":\"02:00:00:00:00:01\",\"hook\":\"test\"}");
    }

    @Test
    void whatACommandSaysWhenItFailsIsTheReason() {
        assertThatThrownBy(() -> run("echo >&2; echo no route >&2; exit 3", HookFixtures.bind(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("exit status 3: no route");
        assertThatThrownBy(() -> run("exit 4", HookFixtures.bind(1))).hasMessage("exit status 4");
    }

    @Test
    void aCommandThatHangsIsEnded() {
        var hanging = new CommandRecipient("test", List.of("sleep", "300"));
        assertThatThrownBy(() -> hanging.deliver(HookFixtures.bind(1), Duration.ofMillis(100)))
                .isInstanceOf(IOException.class)
                .hasMessage("it did not end within 100 ms");
    }

    private static void run(String script, HookEvent event) throws IOException, InterruptedException {
        new CommandRecipient("test", List.of("/bin/sh", "-c", script)).deliver(event, PATIENCE);
    }
}
