package io.yaim.spin;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.lab.Shell;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The models in `src/model` have no error, and each fault that is planted in them is found.
class ModelIT {

    private static final String RUNNER = "deploy/model";
    private static final Duration PATIENCE = Duration.ofMinutes(90);
    private static final Duration LONG_PATIENCE = Duration.ofHours(6);

    @Test
    @Timeout(value = 95, unit = TimeUnit.MINUTES)
    void theProtocolHoldsAndEachPlantedFaultIsFound() throws IOException {
        assertAllAsExpected(PATIENCE, List.of(RUNNER, "--list"));
    }

    @Test
    @Tag("soak")
    @Timeout(value = 7, unit = TimeUnit.HOURS)
    void theProtocolHoldsInTheLargerBoundsToo() throws IOException {
        assertAllAsExpected(LONG_PATIENCE, List.of(RUNNER, "--list", "--large"));
    }

    private static void assertAllAsExpected(Duration patience, List<String> list) throws IOException {
        List<String> cases = Shell.run(patience, list).lines().toList();
        assertThat(cases).isNotEmpty();
        var command = new ArrayList<String>(List.of(RUNNER));
        command.addAll(cases);
        String table = Shell.run(patience, command);
        System.out.println(table);
        assertThat(table.lines().filter(line -> line.endsWith(" ok"))).hasSameSizeAs(cases);
    }
}
