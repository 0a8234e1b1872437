package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.config.keys.KeyGroups;
import io.yaim.setting.ConfigException;
import io.yaim.setting.ConfigKey;
import io.yaim.store.spi.StoreProviders;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainedConfigTest {

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void load() {
        configFixture = new ConfigFixture(folder);
    }

    @Test
    void saysWhoSetEachKey() throws ConfigException {
        ExplainedConfig explainedConfig =
                explain(Map.of("YAIM_TTL", "8s"), Map.of("interval", "500"), "interface: lo", "retry_num: 1");
        assertThat(describe(explainedConfig))
                .contains(
                        "interface=lo yaim.yml:1",
                        "retry-num=1 yaim.yml:2",
                        "ttl=8s environment YAIM_TTL",
                        "interval=500 command line --interval",
                        "nodename=host1 default",
                        "checkers-dir=/opt/yaim/checkers default",
                        "fall=1 default")
                .anyMatch(line -> line.startsWith("label= not set"));
    }

    @Test
    void namesEveryKeyOnceInTheOrderOfTheDocumentation() throws ConfigException {
        List<String> keys = explain(Map.of(), Map.of(), "interface: lo").settings().stream()
                .map(ExplainedConfig.Setting::key)
                .toList();
        assertThat(keys)
                .isEqualTo(KeyGroups.with(StoreProviders.installed()).stream()
                        .flatMap(group -> group.keys().stream())
                        .map(ConfigKey::name)
                        .toList());
    }

    @Test
    void theStrongestSourceIsTheOrigin() throws ConfigException {
        ExplainedConfig explainedConfig =
                explain(Map.of("YAIM_INTERFACE", "eth1"), Map.of("interface", "eth2"), "interface: lo");
        assertThat(describe(explainedConfig)).contains("interface=eth2 command line --interface");
    }

    @Test
    void showsNoSecretUnlessAskedFor() throws ConfigException {
        ExplainedConfig explainedConfig = explain(
                Map.of(),
                Map.of(),
                "interface: lo",
                "secret: hidden-secret",
                "etcd-user: me",
                "etcd-password: hidden-password",
                "checker-type: http",
                "http-url: http://me:hidden@127.0.0.1/",
                "http-password: hidden-too",
                "disk-token: hidden",
                "disk-path: /",
                "checks:",
                "  - {type: http, url: 'http://me:hidden@127.0.0.1/', password: hidden}",
                "  - {type: disk, api-key: hidden, nested: {password: [hidden]}}");
        assertThat(explainedConfig.toString()).doesNotContain("hidden");
        assertThat(describe(explainedConfig))
                .contains(
                        "secret=*** yaim.yml:2",
                        "http-url=http://***@127.0.0.1/ yaim.yml:6",
                        "disk-token=*** yaim.yml:8",
                        "disk-path=/ yaim.yml:9",
                        "checks=[{type=http, url=http://***@127.0.0.1/, password=***},"
                                + " {type=disk, api-key=***, nested={password=[***]}}] yaim.yml:11");
        assertThat(secrets(explainedConfig))
                .containsOnlyKeys("secret", "etcd-password", "http-url", "http-password", "disk-token", "checks")
                .containsEntry("secret", "hidden-secret")
                .containsEntry("http-url", "http://me:hidden@127.0.0.1/");
    }

    private ExplainedConfig explain(Map<String, String> environment, Map<String, String> flags, String... lines)
            throws ConfigException {
        Path file = configFixture.write("yaim.yml", String.join("\n", lines));
        return configFixture.loader().explain(Optional.of(file), environment, flags);
    }

    private List<String> describe(ExplainedConfig explainedConfig) {
        return configFixture.inFolder(explainedConfig.settings().stream()
                .map(setting -> "%s=%s %s"
                        .formatted(
                                setting.key(),
                                setting.value().map(Object::toString).orElse(""),
                                setting.origin()))
                .toList());
    }

    private static Map<String, String> secrets(ExplainedConfig explainedConfig) {
        return explainedConfig.settings().stream()
                .filter(ExplainedConfig.Setting::isSecret)
                .collect(Collectors.toMap(
                        ExplainedConfig.Setting::key,
                        setting -> setting.secretValue().orElseThrow().toString()));
    }
}
