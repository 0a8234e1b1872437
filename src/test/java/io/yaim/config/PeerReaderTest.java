package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.FailureMode;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PeerReaderTest {

    private static final String SECRET = "\nsecret: correct horse";

    @TempDir
    private Path folder;

    private Loading loading;

    @BeforeEach
    void setUp() {
        loading = new Loading(folder);
    }

    @Test
    void releasesAndAsksNobodyUnlessTold() throws ConfigException {
        Config config = loading.onLo("");
        assertThat(config.failureMode()).isEqualTo(FailureMode.RELEASE);
        assertThat(config.peer()).isEmpty();
    }

    @Test
    void asksByTheSharedSecret() throws ConfigException {
        Config config = loading.onLo("dcs-failure-mode: failsafe\npeer-listen: 10.0.0.1:1314" + SECRET);
        assertThat(config.failureMode()).isEqualTo(FailureMode.FAILSAFE);
        assertThat(config.peer())
                .contains(new PeerConfig(new InetSocketAddress("10.0.0.1", 1314), new Secret("correct horse")));
    }

    @Test
    void failsafeNeedsAWayToAsk() {
        assertThat(loading.mistakesOnLo("dcs-failure-mode: failsafe"))
                .containsExactly("yaim.yml:2: dcs-failure-mode: found failsafe without peer-listen, expected both: the"
                        + " nodes have to ask each other");
    }

    @Test
    void theWayToAskNeedsASecretAndAnAddress() {
        assertThat(loading.mistakesOnLo("peer-listen: 10.0.0.1:1314"))
                .containsExactly(
                        "yaim.yml:2: peer-listen: found without secret or secret-file, expected both or neither");
        assertThat(loading.mistakesOnLo("peer-listen: 0.0.0.0:1314" + SECRET))
                .containsExactly("yaim.yml:2: peer-listen: found 0.0.0.0, expected the very address that the other"
                        + " nodes are to ask");
        assertThat(loading.mistakesOnLo("peer-listen: 10.0.0.1:1314\nsecret: short"))
                .containsExactly("yaim.yml:3: secret: expected a secret of at least 8 characters");
    }

    @Test
    void takesAModeInAnyCase() throws ConfigException {
        assertThat(loading.onLo("dcs-failure-mode: Claim").failureMode()).isEqualTo(FailureMode.CLAIM);
    }

    @Test
    void refusesModesThatItDoesNotKnow() {
        assertThat(loading.mistakesOnLo("dcs-failure-mode: hope"))
                .containsExactly("yaim.yml:2: dcs-failure-mode: found \"hope\", expected release, failsafe or claim");
    }
}
