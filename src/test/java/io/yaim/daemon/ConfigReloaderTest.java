package io.yaim.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckProviders;
import io.yaim.config.Config;
import io.yaim.config.ConfigLoader;
import io.yaim.config.ReloadResult;
import io.yaim.setting.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// All parts apply a new configuration, or none does.
@Timeout(180)
final class ConfigReloaderTest {

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final List<ReloadResult> told = Collections.synchronizedList(new ArrayList<>());

    private final Deque<String> writes = new ArrayDeque<>();

    @TempDir
    private Path folder;

    @Test
    void everyPartIsReadyBeforeTheFirstFollows() throws Exception {
        write("weight: 1");
        ConfigReloader configReloader = reload(part("a"), part("b"));
        write("weight: 2", "ttl: 12000");
        assertThat(configReloader.reload()).isEqualTo(new ReloadResult.Applied(List.of("weight"), List.of("ttl")));
        assertThat(done).containsExactly("a ready 2 PT9S", "b ready 2 PT9S", "a 2", "b 2");
        assertThat(told).hasSize(1);
    }

    @Test
    void aWrongFileChangesNothingAndSaysWhy() throws Exception {
        write("weight: 1");
        ConfigReloader configReloader = reload(part("a"));
        write("weight: heavy", "intervall: 3");
        assertThat(configReloader.reload())
                .isEqualTo(new ReloadResult.Refused(List.of(
                        file() + ":2: weight: found \"heavy\", expected a whole number from 1 to 1000",
                        file() + ":3: intervall: unknown key, did you mean `interval`?")));
        assertThat(done).isEmpty();
        write("weight: 1");
        assertThat(configReloader.reload()).isEqualTo(new ReloadResult.Applied(List.of(), List.of()));
    }

    @Test
    void aFileThatIsBeingWrittenIsTakenWhenItIsComplete() throws Exception {
        write("weight: 1");
        ConfigReloader configReloader = reload(part("a"));
        write("weight: 2");
        writes.addAll(List.of("weight: 2\nwei", "weight: 2\nttl: 12000"));
        assertThat(configReloader.reload()).isEqualTo(new ReloadResult.Applied(List.of("weight"), List.of("ttl")));
        assertThat(writes).isEmpty();
        assertThat(done).containsExactly("a ready 2 PT9S", "a 2");
    }

    @Test
    void aFileThatNeverSettlesIsRefused() throws Exception {
        write("weight: 1");
        ConfigReloader configReloader = reload(part("a"));
        IntStream.rangeClosed(2, 100).forEach(weight -> writes.add("weight: " + weight));
        assertThat(configReloader.reload())
                .isEqualTo(new ReloadResult.Refused(
                        List.of("the configuration kept changing for 6 s, expected a file that is complete")));
        assertThat(done).isEmpty();
    }

    @Test
    void whereOnePartIsNotReadyNoneFollows() throws Exception {
        write("weight: 1");
        ConfigReloader configReloader = reload(
                part("a"),
                _ -> {
                    throw new IOException("there is no interface eth7");
                },
                part("c"));
        write("weight: 2");
        assertThat(configReloader.reload()).isEqualTo(new ReloadResult.Refused(List.of("there is no interface eth7")));
        assertThat(done).containsExactly("a ready 2 PT9S", "a not 2");
    }

    @Test
    void whateverAForeignCheckThrowsIsAMistake() throws Exception {
        write("weight: 1");
        ConfigReloader configReloader = reload(part("a"), _ -> {
            throw new IllegalStateException("broken");
        });
        assertThat(configReloader.reload())
                .isInstanceOf(ReloadResult.Refused.class)
                .asString()
                .contains("broken");
        assertThat(done).containsExactly("a ready 1 PT9S", "a not 1");
    }

    @Test
    void whatIsAskedDuringAReloadIsDoneAfterIt() throws Exception {
        write("weight: 1");
        var isBusy = new Semaphore(0);
        var mayGoOn = new CountDownLatch(1);
        var isTold = new Semaphore(0);
        ConfigReloader.Reloadable slow = next -> {
            isBusy.release();
            await(mayGoOn);
            return part("slow").prepare(next);
        };
        try (ConfigReloader configReloader = new ConfigReloader(
                        this::load, _ -> {}, load(), List.of(slow), List.of(told::add, _ -> isTold.release()))
                .start()) {
            write("weight: 2");
            configReloader.requestReload();
            isBusy.acquire();
            write("weight: 3");
            configReloader.requestReload();
            configReloader.requestReload();
            mayGoOn.countDown();
            isTold.acquire(2);
        }
        assertThat(done).containsExactly("slow ready 2 PT9S", "slow 2", "slow ready 3 PT9S", "slow 3");
        assertThat(told).hasSize(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ConfigReloader.Reloadable part(String name) {
        return next -> {
            done.add(name + " ready " + next.node().weight() + " "
                    + next.leaseTiming().ttl());
            return new ConfigReloader.PreparedReload() {
                @Override
                public void apply() {
                    done.add(name + " " + next.node().weight());
                }

                @Override
                public void discard() {
                    done.add(name + " not " + next.node().weight());
                }
            };
        };
    }

    private ConfigReloader reload(ConfigReloader.Reloadable... followers) throws ConfigException {
        return new ConfigReloader(this::load, _ -> whilePaused(), load(), List.of(followers), List.of(told::add));
    }

    /// What another program does while the reloader waits for the file to settle.
    private void whilePaused() {
        Optional.ofNullable(writes.poll()).ifPresent(lines -> {
            try {
                write(lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Config load() throws ConfigException {
        return new ConfigLoader(_ -> CheckProviders.builtIn(), folder)
                .load(Optional.of(file()), Map.of(), Map.of("nodename", "node1"));
    }

    private void write(String... lines) throws IOException {
        Files.writeString(file(), "interface: lo\n" + String.join("\n", lines) + "\n");
    }

    private Path file() {
        return folder.resolve("yaim.yml");
    }
}
