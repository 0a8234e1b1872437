package io.yaim.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yaim.check.Check;
import io.yaim.check.CheckProvider;
import io.yaim.check.CheckProviders;
import io.yaim.check.CheckRunner;
import io.yaim.check.CheckSettings;
import io.yaim.check.ConfiguredCheck;
import io.yaim.check.InvalidOptionException;
import io.yaim.check.Option;
import io.yaim.check.Verdict;
import io.yaim.config.Config;
import io.yaim.config.ConfigLoader;
import io.yaim.setting.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Only changed checks are created again.
final class CheckReloaderTest {

    private static final String BOTH = "checks: [{name: a, type: fake}, {name: b, type: fake, ca-file: $ca}]";

    private final List<Fake> made = Collections.synchronizedList(new ArrayList<>());
    private final List<String> warnings = new ArrayList<>();
    private final CheckProviders types = CheckProviders.of(List.of(new Fakes()));

    @TempDir
    private Path folder;

    private CheckRunner checkRunner;
    private CheckReloader swap;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("ca"), "one");
        CheckReloader.CheckSet first = CheckReloader.create(config(BOTH), _ -> types);
        checkRunner = new CheckRunner(first.checks(), () -> Duration.ZERO, () -> {});
        swap = new CheckReloader(_ -> types, checkRunner, first, warnings::add);
    }

    @AfterEach
    void end() {
        checkRunner.close();
    }

    @Test
    void whatIsTheSameStays() throws Exception {
        List<ConfiguredCheck> before = checkRunner.runningChecks();
        swap.prepare(config("weight: 2\n" + BOTH)).apply();
        assertThat(checkRunner.runningChecks()).isEqualTo(before);
        assertThat(before).noneMatch(check -> ((Fake) check.check()).isClosed);
    }

    @Test
    void whatHasOtherSettingsIsMadeAnewAndTheOldOneClosed() throws Exception {
        List<ConfiguredCheck> before = checkRunner.runningChecks();
        swap.prepare(config(BOTH.replace("name: a,", "name: a, fall: 3,"))).apply();
        assertThat(checkRunner.runningChecks().get(0)).isNotEqualTo(before.get(0));
        assertThat(checkRunner.runningChecks().get(1)).isEqualTo(before.get(1));
        await().atMost(Duration.ofMinutes(2)).until(() -> ((Fake) before.get(0).check()).isClosed);
    }

    @Test
    void saysWhichChecksAreGone() throws Exception {
        swap.prepare(config("checks: [{name: a, type: fake}]")).apply();
        assertThat(warnings).containsExactly("the reload removed the check b");
        swap.prepare(config("weight: 2")).apply();
        assertThat(warnings)
                .containsExactly(
                        "the reload removed the check b",
                        "the reload removed the check a",
                        "no check is left, so this node counts as healthy");
    }

    @Test
    void whatNamesAFileWithAnotherContentIsMadeAnew() throws Exception {
        List<ConfiguredCheck> before = checkRunner.runningChecks();
        Files.writeString(folder.resolve("ca"), "two");
        swap.prepare(config(BOTH)).apply();
        assertThat(checkRunner.runningChecks().get(0)).isEqualTo(before.get(0));
        assertThat(checkRunner.runningChecks().get(1)).isNotEqualTo(before.get(1));
    }

    @Test
    void anotherFolderOfTypesMakesAllAnew() throws Exception {
        List<ConfiguredCheck> before = checkRunner.runningChecks();
        swap.prepare(config("checkers-dir: /elsewhere\n" + BOTH)).apply();
        assertThat(checkRunner.runningChecks()).doesNotContainAnyElementsOf(before);
    }

    @Test
    void whatIsDiscardedIsClosedAndNothingElse() throws Exception {
        List<ConfiguredCheck> before = checkRunner.runningChecks();
        made.clear();
        swap.prepare(config(BOTH.replace("name: a,", "name: c,"))).discard();
        assertThat(checkRunner.runningChecks()).isEqualTo(before);
        assertThat(made).isNotEmpty().allMatch(check -> check.isClosed);
        assertThat(before).noneMatch(check -> ((Fake) check.check()).isClosed);
    }

    @Test
    void whereOneCannotBeMadeThoseThatWereAreClosed() throws Exception {
        Config next = config(BOTH.replace("name: a,", "name: c,"));
        Files.writeString(folder.resolve("ca"), "broken");
        made.clear();
        assertThatThrownBy(() -> swap.prepare(next))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("check b");
        assertThat(made).hasSize(1).allMatch(check -> check.isClosed);
    }

    private Config config(String text) throws ConfigException, IOException {
        Path file = Files.writeString(
                folder.resolve("yaim.yml"), "interface: lo\n" + text.replace("$", folder + "/") + "\n");
        return new ConfigLoader(_ -> types, folder).load(Optional.of(file), Map.of(), Map.of("nodename", "node1"));
    }

    private final class Fakes implements CheckProvider {

        private static final Option CA = Option.optional("ca-file", Option.Kind.FILE, "certificates");

        @Override
        public String type() {
            return "fake";
        }

        @Override
        public List<Option> options() {
            return List.of(CA);
        }

        @Override
        public Check create(CheckSettings settings) throws InvalidOptionException {
            Optional<Path> ca = settings.file(CA);
            try {
                if (ca.isPresent() && Files.readString(ca.get()).equals("broken")) {
                    throw new InvalidOptionException("ca-file", "broken", "certificates");
                }
            } catch (IOException e) {
                throw new InvalidOptionException("ca-file", "nothing", "certificates");
            }
            var check = new Fake();
            made.add(check);
            return check;
        }
    }

    private static final class Fake implements Check {

        private volatile boolean isClosed;

        @Override
        public Verdict run(Duration timeout) {
            return new Verdict.Pass();
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
