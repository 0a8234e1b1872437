package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.CheckProviders;
import io.yaim.check.CheckSettings;
import io.yaim.model.NodeName;
import io.yaim.setting.ConfigException;
import io.yaim.store.etcd.ConfiguredEtcd;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that were written for the original yaim work unchanged.
final class OriginalYaimFileTest {

    /// Every key of the original but those whose values are files.
    private static final List<String> KEYS = List.of(
            "netmask: 24",
            "interface: lo",
            "label: yaim",
            "manager-type: basic",
            "nodename: db1",
            "dcs-type: etcd",
            "dcs-endpoints: 'http://10.0.0.1:2379,http://10.0.0.2:2379'",
            "dcs-namespace: /service/",
            "dcs-clustername: pool",
            "checker-type: http",
            "http-url: http://127.0.0.1:8008/",
            "http-user: monitor",
            "http-password: secret1",
            "http-expected-code: 200",
            "http-expected-response: ok",
            "http-expected-response-contains: o",
            "postgres-conn-url: postgres://127.0.0.1:5432/postgres",
            "postgres-query: SELECT 1",
            "postgres-user: monitor",
            "postgres-password: secret2",
            "postgres-exprected-response: 1",
            "etcd-user: yaim",
            "etcd-password: secret3",
            "consul-token: secret4",
            "ttl: 9000",
            "interval: 3000",
            "retry-after: 250",
            "retry-num: 2",
            "log-level: Debug");

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder, CheckProviders.builtIn());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "_"})
    void worksWithEveryKeyInDashesAndUnderscores(String separator) throws ConfigException {
        String[] lines = KEYS.stream().map(line -> spelt(line, separator)).toArray(String[]::new);
        Config config = configFixture.load(lines);
        assertThat(config.binding().interfaceName()).isEqualTo("lo");
        assertThat(config.binding().netmask()).contains(24);
        assertThat(config.binding().label()).contains("yaim");
        assertThat(config.node().name()).isEqualTo(new NodeName("db1"));
        assertThat(((ConfiguredEtcd) config.store()))
                .extracting(ConfiguredEtcd::endpoints, ConfiguredEtcd::keyPrefix)
                .containsExactly(
                        List.of(URI.create("http://10.0.0.1:2379"), URI.create("http://10.0.0.2:2379")),
                        "/service/pool/");
        assertThat(config.leaseTiming().interval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.log().level()).isEqualTo(Level.DEBUG);
        CheckSettings check = config.checks().settings().getFirst();
        assertThat(check.type()).isEqualTo("http");
        assertThat(check.options())
                .containsEntry("url", "http://127.0.0.1:8008/")
                .containsEntry("expected-code", "200")
                .containsEntry("expected-response-contains", "o");
        assertThat(check.pace().retries()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres-exprected-response", "postgres-expected-response"})
    void takesTheAnswerOfPostgresInBothSpellings(String key) throws ConfigException {
        Config config = configFixture.onLo(
                "checker-type: postgres",
                "postgres-conn-url: postgres://127.0.0.1/postgres",
                "postgres-query: SELECT 1",
                key + ": 1");
        assertThat(config.checks().settings().getFirst().options()).containsEntry("expected-response", "1");
    }

    /// The file that the original ships.
    @Test
    void worksAsItWasShipped() throws ConfigException {
        Config config = configFixture.load(
                "interval: 3000",
                "ttl: 9000",
                "retry_num: 2",
                "retry_after: 250",
                "dcs-namespace: \"/service/\"",
                "dcs-clustername: \"yaim\"",
                "dcs-type: etcd",
                "dcs-endpoints:",
                "  - http://127.0.0.1:2379",
                "#  - http://192.168.0.48:2379",
                "checker-type: http",
                "interface: lo",
                "netmask: 32",
                "label: yaim",
                "http-url: http://127.0.0.1:2379/v2/keys/test",
                "http-expected-code: 200",
                "http-expected-response-contains: '\"value\":\"foo\"'",
                "log-level: Debug");
        assertThat(config.warnings()).isEmpty();
        assertThat(config.checks().settings()).map(CheckSettings::type).containsExactly("http");
    }

    private static String spelt(String line, String separator) {
        int colon = line.indexOf(':');
        return line.substring(0, colon).replace("-", separator) + line.substring(colon);
    }
}
