package io.yaim.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Entry;
import io.yaim.model.EntryBuilder;
import io.yaim.model.EntryCheck;
import io.yaim.model.Health;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The checks of entries, on a clock that only the test advances. There is one fake check per port. It passes unless
/// the test changes that.
class EntryCheckRunnerTest {

    private static final Health HEALTHY = new Health.Healthy();

    private final ManualClockAndThreads time = new ManualClockAndThreads();
    private final Map<Integer, FakeCheck> created = new LinkedHashMap<>();
    private final List<Map<VirtualIp, Health>> ringsWithHealth = new ArrayList<>();
    private final Pace pace = new Pace(Duration.ofSeconds(1), Duration.ofMillis(400), 1, 2, 0, Duration.ofMillis(100));
    private final EntryCheckRunner checks = new EntryCheckRunner(this::create, pace, time, this::ring, time);

    private Check create(EntryCheck check) {
        var fake = new FakeCheck();
        assertThat(created.put(check.port(), fake))
                .as("created before: %s", check)
                .isNull();
        return fake;
    }

    private void ring() {
        ringsWithHealth.add(checks.health());
    }

    private static VirtualIp ip(int last) {
        return VirtualIp.parse("10.0." + last / 256 + "." + last % 256);
    }

    private static Entry entry(int last, Integer... ports) {
        return entry(last, Optional.empty(), ports);
    }

    private static Entry entry(int last, Optional<Duration> interval, Integer... ports) {
        return EntryBuilder.of(ip(last), "k")
                .checks(Arrays.stream(ports)
                        .map(port -> new EntryCheck("::1", port))
                        .toList())
                .checkInterval(interval)
                .build();
    }

    private void reconfigure(Entry... entries) {
        checks.reconfigure(List.of(entries));
    }

    private FakeCheck check(int port) {
        return Objects.requireNonNull(created.get(port));
    }

    private void run() {
        checks.runDue();
        time.runAttempts();
        checks.runDue();
    }

    private void runAfter(long millis) {
        time.pass(millis);
        run();
    }

    private Map<VirtualIp, Health> health() {
        return checks.health();
    }

    private static Health undecided(int port) {
        return new Health.Unhealthy("check tcp [::1]:" + port + ": has not passed yet", true);
    }

    private static Health failing(int port, String reason) {
        return new Health.Unhealthy("check tcp [::1]:" + port + ": " + reason);
    }

    @Test
    void onlyEntriesWithChecksHaveAHealth() {
        reconfigure(entry(1, 80), entry(2));
        checks.runDue();
        assertThat(health()).isEqualTo(Map.of(ip(1), undecided(80)));
        run();
        assertThat(health()).isEqualTo(Map.of(ip(1), HEALTHY));
        assertThat(ringsWithHealth).containsExactly(Map.of(ip(1), undecided(80)), Map.of(ip(1), HEALTHY));
    }

    @Test
    void oneFailedCheckMakesAnEntryUnhealthy() {
        reconfigure(entry(1, 80, 81));
        checks.runDue();
        check(81).fails("no");
        time.pass(1);
        run();
        assertThat(health()).isEqualTo(Map.of(ip(1), failing(81, "no")));
        check(81).passes();
        runAfter(1000);
        assertThat(health()).isEqualTo(Map.of(ip(1), HEALTHY));
    }

    @Test
    void oneUndecidedCheckMakesAnEntryUndecided() {
        reconfigure(entry(1, 80, 81));
        run();
        assertThat(health()).as("81 starts a moment later").isEqualTo(Map.of(ip(1), undecided(81)));
    }

    @Test
    void failuresAreDamped() {
        reconfigure(entry(1, 80));
        run();
        check(80).fails("no");
        runAfter(1000);
        assertThat(health()).isEqualTo(Map.of(ip(1), HEALTHY));
        runAfter(1000);
        assertThat(health()).isEqualTo(Map.of(ip(1), failing(80, "no")));
        assertThat(ringsWithHealth).as("rings only at a change").hasSize(3);
    }

    @Test
    void aHangingCheckFails() {
        reconfigure(entry(1, 80));
        checks.runDue();
        time.pass(400);
        checks.runDue();
        assertThat(health()).isEqualTo(Map.of(ip(1), failing(80, "no answer within 400 ms")));
    }

    @Test
    void aCheckOfSeveralEntriesIsRunOnce() {
        reconfigure(entry(1, 80), entry(2, 80), entry(3, 80, 81));
        run();
        runAfter(1);
        assertThat(check(80).runs()).isEqualTo(1);
        assertThat(health()).isEqualTo(Map.of(ip(1), HEALTHY, ip(2), HEALTHY, ip(3), HEALTHY));
        check(80).fails("no");
        runAfter(1000);
        runAfter(1000);
        assertThat(health().values()).containsOnly(failing(80, "no"));
    }

    @Test
    void checksStartAndEndWithTheirEntriesAndTheOthersGoOn() {
        reconfigure(entry(1, 80), entry(2, 81));
        run();
        runAfter(1);
        FakeCheck unchanged = check(80);
        FakeCheck removed = check(81);
        reconfigure(entry(1, 80), entry(3, 82));
        run();
        assertThat(health()).isEqualTo(Map.of(ip(1), HEALTHY, ip(3), HEALTHY));
        assertThat(removed.isClosed()).isTrue();
        assertThat(unchanged.isClosed()).isFalse();
        assertThat(unchanged.runs()).isEqualTo(1);
        runAfter(999);
        assertThat(unchanged.runs()).as("at its own pace").isEqualTo(2);
        assertThat(removed.runs()).isEqualTo(1);
    }

    @Test
    void aCheckEndsWithTheLastEntryThatRequiresIt() {
        reconfigure(entry(1, 80), entry(2, 80));
        run();
        reconfigure(entry(2, 80));
        run();
        assertThat(check(80).isClosed()).isFalse();
        reconfigure();
        run();
        assertThat(check(80).isClosed()).isTrue();
        assertThat(health()).isEmpty();
    }

    @Test
    void anEntryMayHaveItsOwnInterval() {
        reconfigure(entry(1, Optional.of(Duration.ofMillis(200)), 80), entry(2, 81));
        for (int i = 0; i < 11; i++) {
            run();
            time.pass(100);
        }
        assertThat(check(80).runs()).isEqualTo(6);
        assertThat(check(81).runs()).isEqualTo(1);
    }

    @Test
    void entriesBeyondTheLimitAreUnhealthyAndTheOthersGoOn() {
        int max = EntryCheckRunner.MAX_CHECKS;
        var entries = new ArrayList<>(IntStream.rangeClosed(1, max - 1)
                .mapToObj(i -> entry(2 * i + 1, i))
                .toList());
        checks.reconfigure(entries);
        run();
        runAfter(max);
        assertThat(health().values()).hasSize(max - 1).containsOnly(HEALTHY);
        entries.addFirst(entry(2, max, max + 1));
        entries.add(entry(2 * max + 4, 1, max));
        checks.reconfigure(entries);
        run();
        runAfter(1);
        Health tooMany = new Health.Unhealthy("more than 1000 checks of entries");
        assertThat(health().get(ip(2))).isEqualTo(tooMany);
        assertThat(health().values().stream().filter(HEALTHY::equals)).hasSize(max);
        assertThat(created).hasSize(max);
    }

    @Test
    void aThousandChecksDoNotStartAtOnce() {
        checks.reconfigure(IntStream.rangeClosed(1, EntryCheckRunner.MAX_CHECKS)
                .mapToObj(i -> entry(i, i))
                .toList());
        checks.runDue();
        assertThat(time.waitingAttempts()).isEqualTo(1);
        time.pass(10);
        checks.runDue();
        assertThat(time.waitingAttempts()).isEqualTo(11);
    }
}
