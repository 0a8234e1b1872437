package io.yaim.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.config.Config;
import io.yaim.config.ConfigFixture;
import io.yaim.config.parts.PeerConfig;
import io.yaim.model.FailureMode;
import io.yaim.setting.ConfigException;
import io.yaim.setting.Secret;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutageConfigReaderTest {

    private static final String SECRET = "\nsecret: correct horse";

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @Test
    void releasesAndAsksNobodyUnlessTold() throws ConfigException {
        Config config = configFixture.onLo("");
        assertThat(config.outage().failureMode()).isEqualTo(FailureMode.RELEASE);
        assertThat(config.outage().peer()).isEmpty();
    }

    @Test
    void asksByTheSharedSecret() throws ConfigException {
        Config config = configFixture.onLo("dcs-failure-mode: failsafe\npeer-listen: 10.0.0.1:1314" + SECRET);
        assertThat(config.outage().failureMode()).isEqualTo(FailureMode.FAILSAFE);
        assertThat(config.outage().peer())
                .contains(new PeerConfig(new InetSocketAddress("10.0.0.1", 1314), new Secret("correct horse")));
    }

    @Test
    void failsafeNeedsAWayToAsk() {
        assertThat(configFixture.mistakesOnLo("dcs-failure-mode: failsafe"))
                .containsExactly("yaim.yml:2: dcs-failure-mode: found failsafe without peer-listen, expected both: the"
                        + " nodes have to ask each other");
    }

    @Test
    void theWayToAskNeedsASecretAndAnAddress() {
        assertThat(configFixture.mistakesOnLo("peer-listen: 10.0.0.1:1314"))
                .containsExactly(
                        "yaim.yml:2: peer-listen: found without secret or secret-file, expected both or neither");
        assertThat(configFixture.mistakesOnLo("peer-listen: 0.0.0.0:1314" + SECRET))
                .containsExactly("yaim.yml:2: peer-listen: found 0.0.0.0, expected the very address that the other"
                        + " nodes are to ask");
        assertThat(configFixture.mistakesOnLo("peer-listen: 10.0.0.1:1314\nsecret: short"))
                .containsExactly("yaim.yml:3: secret: expected a secret of at least 8 characters");
    }

    @Test
    void takesAModeInAnyCase() throws ConfigException {
        assertThat(configFixture.onLo("dcs-failure-mode: Claim").outage().failureMode())
                .isEqualTo(FailureMode.CLAIM);
    }

    @Test
    void refusesModesThatItDoesNotKnow() {
        assertThat(configFixture.mistakesOnLo("dcs-failure-mode: hope"))
                .containsExactly("yaim.yml:2: dcs-failure-mode: found \"hope\", expected release, failsafe or claim");
    }
}
