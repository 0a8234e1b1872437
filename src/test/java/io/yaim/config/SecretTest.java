package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.setting.ConfigException;
import io.yaim.setting.Secret;
import io.yaim.store.etcd.ConfiguredEtcd;
import io.yaim.store.etcd.EtcdSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTest {

    private static final String GEHEIM = "geheim";

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @Test
    void isReadFromTheFileWithoutItsLineEnd() throws ConfigException {
        Path file = configFixture.write("password", GEHEIM + "\n");
        Config config = configFixture.onLo(
                "etcd-user: u",
                "etcd-password-file: " + file,
                "checker-type: http",
                "http-url: x",
                "http_password_file: " + file);
        assertThat(((ConfiguredEtcd) config.store()).login()).contains(new EtcdSettings.Login("u", new Secret(GEHEIM)));
        assertThat(config.checks().settings().getFirst().options())
                .containsEntry("password", GEHEIM)
                .hasSize(2);
    }

    @Test
    void isTakenFromTheEnvironment() throws ConfigException {
        Config config =
                configFixture.load(Map.of("YAIM_ETCD_PASSWORD", GEHEIM), Map.of(), "interface: lo", "etcd_user: u");
        assertThat(((ConfiguredEtcd) config.store()).login()).contains(new EtcdSettings.Login("u", new Secret(GEHEIM)));
    }

    @Test
    void isRefusedWhenGivenInTwoWays() {
        Path file = configFixture.write("password", GEHEIM);
        assertThat(configFixture.mistakesOnLo(
                        "etcd-user: u",
                        "etcd-password: " + GEHEIM,
                        "etcd-password-file: " + file,
                        "checker-type: http",
                        "http-url: x",
                        "http-password: " + GEHEIM,
                        "http-password-file: " + file))
                .containsExactly(
                        "yaim.yml:4: etcd-password-file: found beside etcd-password, expected one of the two",
                        "yaim.yml:8: http-password-file: found beside http-password, expected one of the two");
    }

    @Test
    void isRefusedWhenTheFileHoldsNone() {
        configFixture.write("empty", "\n");
        configFixture.write("large", "x".repeat(4097));
        String expected = ", expected a file that can be read, with 1 to 4096 bytes of text";
        assertThat(configFixture.mistakesOnLo("etcd-user: u", "etcd-password-file: " + folder.resolve("empty")))
                .containsExactly("yaim.yml:3: etcd-password-file: found \"empty\"" + expected);
        assertThat(configFixture.mistakesOnLo(
                        "checker-type: http", "http-url: x", "http-password-file: " + folder.resolve("large")))
                .containsExactly("yaim.yml:4: http-password-file: found \"large\"" + expected);
        assertThat(configFixture.mistakesOnLo("etcd-user: u", "etcd-password-file: " + folder.resolve("none")))
                .containsExactly("yaim.yml:3: etcd-password-file: found \"none\", expected a file that can be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "etcd-password: geheim",
                "etcd-password: [geheim]",
                "etcd-pasword: geheim",
                "etcd-password: !geheim",
                "etcd-password: !geheim!x",
                "etcd-password: *geheim",
                "etcd-password: &geheim",
                "etcd-password: @geheim",
                "etcd-password: \"geheim",
                "etcd-password: 'x' geheim",
                "etcd-password: x: geheim",
                "etcd-password: \"\\q geheim\"",
                "etcd-password geheim",
                "checks: [etcd-password geheim]",
                "etcd-password geheim: x",
                "consul-token: {geheim: geheim}",
                "http-password: \"\\0geheim\"",
                "dcs-endpoints: http://root:geheim@127.0.0.1:2379",
                "dcs-endpoints: root:geheim@127.0.0.1:2379",
                "http-url: ftp://root:geheim@127.0.0.1",
                "http-url: ftp://127.0.0.1?password=geheim",
                "http-url: ftp://127.0.0.1?user=x&sslpassword=geheim",
                "ttl: host=a password = 'geheim' x"
            })
    void isInNoMessage(String line) {
        List<String> mistakes = configFixture.mistakesOnLo("checker-type: http", line, "weight: 0");
        assertThat(mistakes).isNotEmpty().noneMatch(message -> message.contains(GEHEIM));
    }

    @Test
    void isNotInTheTextOfAConfiguration() throws ConfigException {
        Config config = configFixture.onLo(
                "etcd-user: u",
                "etcd-password: geheim",
                "checker-type: http",
                "http-url: http://u:geheim@h",
                "http-password: geheim",
                "consul-token: geheim");
        assertThat(config.toString()).doesNotContain(GEHEIM);
        assertThat(config.warnings()).noneMatch(warning -> warning.contains(GEHEIM));
    }
}
