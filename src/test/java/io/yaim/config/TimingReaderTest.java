package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Guard;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which guard goes with which times.
final class TimingReaderTest {

    /// Too short for lifetimes, with a dcs-timeout of half a second.
    private static final String SHORT = "ttl: 3s";

    @TempDir
    private Path folder;

    private Loading loading;

    @BeforeEach
    void setUp() {
        loading = new Loading(folder);
    }

    @Test
    void lifetimesGuardWhereTheTimesAllowIt() throws ConfigException {
        assertThat(loading.onLo("ttl: 9s").timing().guard()).isEqualTo(Guard.LIFETIME);
        assertThat(loading.onLo("ttl: 9s", "dcs-failure-mode: claim", "on-stop: keep")
                        .timing()
                        .guard())
                .isEqualTo(Guard.LIFETIME);
    }

    @Test
    void theGateGuardsWhereTheTimesAreTooShortForLifetimes() throws ConfigException {
        assertThat(loading.onLo(SHORT).timing().guard()).isEqualTo(Guard.GATE);
    }

    @Test
    void whatIsAskedForIsDone() throws ConfigException {
        assertThat(loading.onLo("guard: gate").timing().guard()).isEqualTo(Guard.GATE);
        assertThat(loading.onLo("guard: lifetime").timing().guard()).isEqualTo(Guard.LIFETIME);
        assertThat(loading.mistakesOnLo(SHORT, "guard: lifetime")).hasSize(1);
    }

    @Test
    void theGateIsRefusedWhereNotTheLeaseAloneKeepsAddresses() {
        assertThat(loading.mistakesOnLo("guard: gate", "dcs-failure-mode: claim"))
                .containsExactly("yaim.yml:2: guard: guard: gate needs dcs-failure-mode: release");
        assertThat(loading.mistakesOnLo("guard: gate", "on-stop: keep"))
                .containsExactly("yaim.yml:2: guard: guard: gate needs on-stop: release");
        assertThat(loading.mistakesOnLo(SHORT, "dcs-failure-mode: claim"))
                .containsExactly("yaim.yml:2: ttl: these times need the gate, and guard: gate needs"
                        + " dcs-failure-mode: release");
    }

    @Test
    void aReloadDoesNotTurnOnWhatTheGateInUseCannotDo() throws ConfigException {
        Config running = loading.onLo("guard: gate");
        Config next = loading.onLo("guard: lifetime", "on-stop: keep");

        Config adopted = running.adopting(next);

        assertThat(adopted.timing().guard()).isEqualTo(Guard.GATE);
        assertThat(adopted.ending().keeps()).isFalse();
    }
}
