package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.check.Check;
import io.yaim.check.CheckProvider;
import io.yaim.check.CheckProviders;
import io.yaim.check.CheckSettings;
import io.yaim.check.Option;
import io.yaim.check.Verdict;
import io.yaim.config.parts.HookConfig;
import io.yaim.model.FailureMode;
import io.yaim.model.VirtualIp;
import io.yaim.setting.ConfigException;
import io.yaim.setting.Secret;
import io.yaim.store.etcd.EtcdSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a reload makes of the configuration that runs and the one that was read.
final class ConfigReloadTest {

    private static final String MULTICAST = "dcs-type: multicast\nsecret: correct horse\n";

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @Test
    void whatWaitsStaysAsItWasReadEvenIfItsFileIsGone() throws ConfigException, IOException {
        Path password = configFixture.write("password", "one\n");
        Path hookSecret = configFixture.write("hook-secret", "two\n");
        String file = "etcd-user: u\netcd-password-file: " + password
                + "\nhooks: [{on: bind, url: http://h, secret-file: " + hookSecret + "}]";
        Config running = configFixture.onLo(file);
        Files.delete(password);
        Files.delete(hookSecret);

        ConfigReload reload = ConfigReload.of(running, configFixture.onLo("weight: 2"));

        assertThat(reload.result())
                .isEqualTo(new ReloadResult.Applied(
                        List.of("weight"), List.of("etcd-password-file", "etcd-user", "hooks")));
        assertThat(Stores.etcd(reload.config()).login()).contains(new EtcdSettings.Login("u", new Secret("one")));
        assertThat(reload.config().hooks())
                .extracting(HookConfig::target)
                .extracting(target -> ((HookConfig.WebhookTarget) target).secret())
                .containsExactly(Optional.of(new Secret("two")));
    }

    @Test
    void aSecretWhoseFileHasChangedWaits() throws ConfigException {
        Path password = configFixture.write("password", "one\n");
        String file = "etcd-user: u\netcd-password-file: " + password;
        Config running = configFixture.onLo(file);
        configFixture.write("password", "two\n");

        ConfigReload reload = ConfigReload.of(running, configFixture.onLo(file));

        assertThat(reload.result()).isEqualTo(new ReloadResult.Applied(List.of(), List.of("etcd-password-file")));
        assertThat(Stores.etcd(reload.config()).login()).contains(new EtcdSettings.Login("u", new Secret("one")));
    }

    @Test
    void theNameOfTheHostAtTheStartStays() throws ConfigException {
        Config running = configFixture.onLo();
        configFixture.write("hostname", "host2\n");
        ConfigReload reload = ConfigReload.of(running, configFixture.onLo());
        assertThat(reload.config().node()).isEqualTo(running.node());
        assertThat(reload.result()).isEqualTo(new ReloadResult.Applied(List.of(), List.of("nodename")));
    }

    @Test
    void aFailureModeThatNeedsWhatWaitsWaitsToo() throws ConfigException {
        Config running = configFixture.onLo();
        Config next = configFixture.onLo(
                "dcs-failure-mode: failsafe", "peer-listen: 10.0.0.1:1", "secret: correct horse", "on-stop: keep");

        ConfigReload reload = ConfigReload.of(running, next);

        assertThat(reload.config().outage().failureMode()).isEqualTo(FailureMode.RELEASE);
        assertThat(reload.config().node().shutdown().retainsAddresses()).isTrue();
        assertThat(reload.result())
                .isEqualTo(new ReloadResult.Applied(
                        List.of("on-stop"), List.of("dcs-failure-mode", "peer-listen", "secret")));
    }

    @Test
    void claimModeDoesNotStartWithoutAServer() throws ConfigException {
        Config running = configFixture.onLo(MULTICAST);
        ConfigReload reload = ConfigReload.of(running, configFixture.onLo("dcs-failure-mode: claim"));
        assertThat(reload.config().outage().failureMode()).isEqualTo(FailureMode.RELEASE);
        assertThat(Stores.multicast(reload.config())).isEqualTo(running.store());
    }

    @Test
    void anotherPoolIsAppliedAtOnce() throws ConfigException {
        Config running = configFixture.onLo(MULTICAST + "ips: 10.0.0.5\nstale: 4s\n");
        ConfigReload reload = ConfigReload.of(running, configFixture.onLo(MULTICAST + "ips: 10.0.0.6\nversion: 2\n"));
        assertThat(reload.result()).isEqualTo(new ReloadResult.Applied(List.of("ips", "version"), List.of("stale")));
        assertThat(Stores.multicast(reload.config()).pool().orElseThrow().entries())
                .containsOnlyKeys(VirtualIp.parse("10.0.0.6"));
        assertThat(reload.config().leaseTiming()).isEqualTo(running.leaseTiming());
    }

    @Test
    void aStoreThatThePoolImpliesStaysWithoutIt() throws ConfigException {
        Config running = configFixture.onLo("secret: correct horse\nips: 10.0.0.5\n");
        ConfigReload reload = ConfigReload.of(running, configFixture.onLo());
        assertThat(Stores.multicast(reload.config()).pool()).isEmpty();
        assertThat(reload.result()).isEqualTo(new ReloadResult.Applied(List.of("ips"), List.of("dcs-type", "secret")));
    }

    @Test
    void warningsAreThoseOfTheNewFile() throws ConfigException {
        Config running = configFixture.onLo("checker-type: disk");
        Config next = configFixture.onLo("etcd-ca-file: " + configFixture.write("ca", "x"));
        assertThat(ConfigReload.of(running, next).config().warnings())
                .isEqualTo(next.warnings())
                .hasSize(2);
    }

    @Test
    void aReloadCreatesNoCheckAgain() throws ConfigException {
        var created = new AtomicInteger();
        configFixture = new ConfigFixture(folder, CheckProviders.of(List.of(new Counting(created))));
        Config running = configFixture.onLo("checks: [{type: counting}]");
        Config next = configFixture.onLo("checks: [{type: counting}, {type: counting}]");
        created.set(0);
        ConfigReload reload = ConfigReload.of(running, next);
        assertThat(reload.config().checks().settings()).hasSize(2);
        assertThat(created).hasValue(0);
    }

    @Test
    void manyReloadsCompareWithTheStart() throws ConfigException {
        Config running = configFixture.load(Map.of("YAIM_TTL", "12s"), Map.of(), "interface: lo");
        for (int weight = 2; weight < 5; weight++) {
            ConfigReload reload = ConfigReload.of(running, configFixture.onLo("weight: " + weight));
            assertThat(reload.result()).isEqualTo(new ReloadResult.Applied(List.of("weight"), List.of("ttl")));
            running = reload.config();
        }
        assertThat(running.leaseTiming().ttl()).hasSeconds(12);
    }

    private record Counting(AtomicInteger created) implements CheckProvider {

        @Override
        public String type() {
            return "counting";
        }

        @Override
        public List<Option> options() {
            return List.of();
        }

        @Override
        public Check create(CheckSettings settings) {
            created.incrementAndGet();
            return _ -> new Verdict.Pass();
        }
    }
}
