package io.yaim.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.config.Config;
import io.yaim.config.ConfigFixture;
import io.yaim.config.ConfigReload;
import io.yaim.model.ExpiryGuard;
import io.yaim.setting.ConfigException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which guard goes with which times.
final class LeaseTimingReaderTest {

    /// Too short for lifetimes, with a dcs-timeout of half a second.
    private static final String SHORT = "ttl: 3s";

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @Test
    void lifetimesGuardWhereTheTimesAllowIt() throws ConfigException {
        assertThat(configFixture.onLo("ttl: 9s").leaseTiming().expiryGuard()).isEqualTo(ExpiryGuard.LIFETIME);
        assertThat(configFixture
                        .onLo("ttl: 9s", "dcs-failure-mode: claim", "on-stop: keep")
                        .leaseTiming()
                        .expiryGuard())
                .isEqualTo(ExpiryGuard.LIFETIME);
    }

    @Test
    void theGateGuardsWhereTheTimesAreTooShortForLifetimes() throws ConfigException {
        assertThat(configFixture.onLo(SHORT).leaseTiming().expiryGuard()).isEqualTo(ExpiryGuard.GATE);
    }

    @Test
    void whatIsAskedForIsDone() throws ConfigException {
        assertThat(configFixture.onLo("guard: gate").leaseTiming().expiryGuard())
                .isEqualTo(ExpiryGuard.GATE);
        assertThat(configFixture.onLo("guard: lifetime").leaseTiming().expiryGuard())
                .isEqualTo(ExpiryGuard.LIFETIME);
        assertThat(configFixture.mistakesOnLo(SHORT, "guard: lifetime")).hasSize(1);
    }

    @Test
    void theGateIsRefusedWhereNotTheLeaseAloneKeepsAddresses() {
        assertThat(configFixture.mistakesOnLo("guard: gate", "dcs-failure-mode: claim"))
                .containsExactly("yaim.yml:2: guard: guard: gate needs dcs-failure-mode: release");
        assertThat(configFixture.mistakesOnLo("guard: gate", "on-stop: keep"))
                .containsExactly("yaim.yml:2: guard: guard: gate needs on-stop: release");
        assertThat(configFixture.mistakesOnLo(SHORT, "dcs-failure-mode: claim"))
                .containsExactly("yaim.yml:2: ttl: these times need the gate, and guard: gate needs"
                        + " dcs-failure-mode: release");
    }

    @Test
    void aReloadDoesNotTurnOnWhatTheGateInUseCannotDo() throws ConfigException {
        Config running = configFixture.onLo("guard: gate");
        Config next = configFixture.onLo("guard: lifetime", "on-stop: keep");

        Config adopted = ConfigReload.of(running, next).config();

        assertThat(adopted.leaseTiming().expiryGuard()).isEqualTo(ExpiryGuard.GATE);
        assertThat(adopted.node().shutdown().retainsAddresses()).isFalse();
    }
}
