package io.yaim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Fuzzing with new seeds for as long as one likes: `-Dyaim.fuzz=PT8H`, or `-Dyaim.fuzz=forever`.
@Tag("soak")
final class FuzzSoakIT {

    private static final String FOREVER = "forever";
    private static final Duration STANDARD = Duration.ofMinutes(10);
    private static final Duration REPORT = Duration.ofMinutes(1);

    /// The time for one target before the next.
    private static final int ROUND = 100;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 1000, unit = TimeUnit.DAYS)
    void nothingFromOutsideBreaksARule() {
        Optional<String> asked = Optional.ofNullable(System.getProperty("yaim.fuzz"));
        Duration time =
                asked.filter(text -> !text.equals(FOREVER)).map(Duration::parse).orElse(STANDARD);
        boolean isEndless = asked.filter(FOREVER::equals).isPresent();
        List<Target> targets = Targets.in(folder);
        long started = System.nanoTime();
        long told = started;
        // Seeds of a build are small numbers; these differ each time.
        long first = System.currentTimeMillis() << 20;
        long inputs = 0;
        for (long seed = first; isEndless || System.nanoTime() - started < time.toNanos(); seed += ROUND) {
            for (Target target : targets) {
                for (int i = 0; i < ROUND; i++) {
                    Fuzz.tryOne(target, seed + i);
                }
                inputs += ROUND;
            }
            if (System.nanoTime() - told > REPORT.toNanos()) {
                told = System.nanoTime();
                report(inputs, told - started);
            }
        }
        report(inputs, System.nanoTime() - started);
        assertThat(inputs).isPositive();
    }

    private static void report(long inputs, long nanos) {
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos));
        System.out.println("fuzzed " + inputs + " inputs in " + seconds + " s, " + inputs / seconds + " a second");
    }
}
