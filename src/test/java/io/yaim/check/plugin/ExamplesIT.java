package io.yaim.check.plugin;

import static io.yaim.check.CheckFactory.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckProviders;
import io.yaim.check.CheckRunner;
import io.yaim.check.ConfiguredCheck;
import io.yaim.model.Health;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The examples in `checkers/` are built and found, and their results change while they run.
@Timeout(360)
final class ExamplesIT {

    private static final Path CHECKERS = Path.of("checkers").toAbsolutePath();

    @TempDir
    Path folder = Path.of(".");

    private final BlockingQueue<String> rings = new LinkedBlockingQueue<>();

    @Test
    void theExecutableFailsAndPassesAgain() throws Exception {
        Files.copy(CHECKERS.resolve("maintenance"), folder.resolve("maintenance"), StandardCopyOption.COPY_ATTRIBUTES);
        Path flag = folder.resolve("flag.md");
        try (CheckRunner checkRunner = running("maintenance", Map.of("file", flag.toString()))) {
            await(checkRunner, new Health.Healthy());
            Files.writeString(flag, "new disks\nand more");
            await(checkRunner, new Health.Unhealthy("maintenance: in maintenance: new disks"));
            Files.delete(flag);
            await(checkRunner, new Health.Healthy());
        }
    }

    @Test
    void theJarIsBuiltAndFailsAndPassesAgain() throws Exception {
        build();
        Path file = folder.resolve("alive.md");
        try (CheckRunner checkRunner = running("heartbeat", Map.of("file", file.toString(), "max-age", 3_600_000))) {
            await(checkRunner, new Health.Unhealthy("heartbeat: no heartbeat: " + file + " does not exist"));
            Files.writeString(file, "");
            await(checkRunner, new Health.Healthy());
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
            while (checkRunner.health().isHealthy()) {
                ring();
            }
            assertThat(checkRunner.health().toString()).contains("heartbeat: last heartbeat");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            await(checkRunner, new Health.Healthy());
        }
    }

    @Test
    void theFolderCausesNoWarnings() throws Exception {
        assertThat(PluginFolder.find(CHECKERS, CheckProviders.builtIn()).warnings())
                .isEmpty();
    }

    private CheckRunner running(String type, Map<String, Object> options) throws Exception {
        PluginFolder.Found found = PluginFolder.find(folder, CheckProviders.builtIn());
        assertThat(found.warnings()).isEmpty();
        ConfiguredCheck check = found.providers().create(settings(type, options, Duration.ofSeconds(1)));
        CheckRunner checkRunner =
                new CheckRunner(List.of(check), () -> Duration.ofNanos(System.nanoTime()), () -> rings.add("ring"));
        checkRunner.start();
        return checkRunner;
    }

    private void await(CheckRunner checkRunner, Health wanted) throws InterruptedException {
        while (!checkRunner.health().equals(wanted)) {
            ring();
        }
    }

    private void ring() throws InterruptedException {
        assertThat(rings.poll(120, TimeUnit.SECONDS)).as("a change of health").isNotNull();
    }

    private void build() throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(CHECKERS.resolve("heartbeat").resolve("build").toString());
        line.add(folder.toString());
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // The classes of this build, because the jar of the distribution is built after the tests.
        builder.environment()
                .put("YAIM_JAR", Path.of("target", "classes").toAbsolutePath().toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(folder.resolve("heartbeat.jar")).isNotEmptyFile();
    }
}
