package io.yaim.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.config.Config;
import io.yaim.config.ConfigFixture;
import io.yaim.setting.ConfigException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may ask over HTTP.
class ApiConfigReaderTest {

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;
    private Path file;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
        file = configFixture.write("a.pem", "sesame\n");
    }

    @Test
    void nobodyIsAskedForAPasswordOnLoopback() throws ConfigException {
        Config config = configFixture.onLo("nodename: n1");
        assertThat(config.api().login()).isEmpty();
        assertThat(config.api().identity()).isEmpty();
        assertThat(config.api().isWritable()).isTrue();
        assertThat(config.api().socket()).contains(Path.of("/run/yaim/n1.sock"));
    }

    @Test
    void beyondLoopbackAPasswordIsNeeded() {
        assertThat(configFixture.mistakesOnLo("http-listen: 10.0.0.1:1313"))
                .containsExactly(
                        "yaim.yml:2: http-listen: found 10.0.0.1 without api-user and api-password, expected them"
                                + " where others can ask");
    }

    @Test
    void aPasswordInClearIsWarnedAbout() throws ConfigException {
        var config = configFixture.onLo("http-listen: 10.0.0.1:1313", "api-user: ops", "api-password-file: " + file);
        assertThat(config.api().login()).hasValueSatisfying(login -> {
            assertThat(login.user()).isEqualTo("ops");
            assertThat(login.password().value()).isEqualTo("sesame");
        });
        assertThat(config.warnings()).anyMatch(warning -> warning.contains("in clear"));
        assertThat(configFixture
                        .onLo(
                                "http-listen: 10.0.0.1:1313",
                                "api-user: ops",
                                "api-password-file: " + file,
                                "api-cert-file: " + file,
                                "api-key-file: " + file)
                        .warnings())
                .noneMatch(warning -> warning.contains("in clear"));
    }

    @Test
    void whatBelongsTogetherIsNeededTogether() {
        assertThat(configFixture.mistakesOnLo("api-user: ops"))
                .containsExactly("yaim.yml:2: api-user: found without api-password, expected both or neither");
        assertThat(configFixture.mistakesOnLo("api-password: sesame"))
                .containsExactly("yaim.yml:2: api-password: found without api-user, expected both or neither");
        assertThat(configFixture.mistakesOnLo("api-cert-file: " + file))
                .containsExactly("yaim.yml:2: api-cert-file: expected api-cert-file and api-key-file together");
        assertThat(configFixture.mistakesOnLo("api-key-file: " + file))
                .containsExactly("yaim.yml:2: api-key-file: expected api-cert-file and api-key-file together");
    }

    @Test
    void aUserHasNoColon() {
        assertThat(configFixture.mistakesOnLo("api-user: 'a:b'", "api-password: sesame"))
                .containsExactly("yaim.yml:2: api-user: expected a user without a colon (RFC 7617, section 2)");
    }

    @Test
    void theSocketMayLieElsewhereOrNowhere() throws ConfigException {
        assertThat(configFixture.onLo("socket: /run/x.sock").api().socket()).contains(Path.of("/run/x.sock"));
        assertThat(configFixture.onLo("socket: off").api().socket()).isEmpty();
        assertThat(configFixture.mistakesOnLo("socket: /" + "x".repeat(107)))
                .singleElement()
                .asString()
                .endsWith("expected a path of at most 107 characters");
    }
}
