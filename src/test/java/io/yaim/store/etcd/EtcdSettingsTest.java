package io.yaim.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.setting.Secret;
import io.yaim.store.KeySpace;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EtcdSettingsTest {

    private static final KeySpace KEYS = KeySpace.of("/service/", "yaim");

    private static EtcdSettings settings(
            String endpoint,
            Optional<EtcdSettings.Login> login,
            Optional<Path> ca,
            Optional<EtcdSettings.Identity> identity) {
        return new EtcdSettings(List.of(URI.create(endpoint)), login, ca, identity, KEYS, Duration.ofMillis(500));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:2379, http://127.0.0.1:2379",
        "https://etcd.example/, https://etcd.example:2379",
        "127.0.0.1:22379, http://127.0.0.1:22379",
        "http://[fd00::5], http://[fd00::5]:2379"
    })
    void readsEndpointsAsEtcdctlDoes(String text, String expected) {
        assertThat(EtcdSettings.endpoint(text)).isEqualTo(URI.create(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://a", "http://", "http://a/b", "http://u@a", "http://a b", "http://a?b"})
    void refusesWhatIsNoEndpoint(String text) {
        assertThatThrownBy(() -> EtcdSettings.endpoint(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhyAHostNameWithAnUnderscoreIsRefused() {
        assertThatThrownBy(() -> EtcdSettings.endpoint("http://etcd_1:2379"))
                .hasMessageContaining("without _ in the host name");
    }

    @Test
    void refusesHalfOfWhatGoesTogether() {
        var file = Path.of("f");
        var identity = new EtcdSettings.Identity(file, file);
        assertThatThrownBy(() -> new EtcdSettings.Login("", new Secret("p"))).hasMessageContaining("password");
        assertThatThrownBy(() -> settings("http://a:1", Optional.empty(), Optional.empty(), Optional.of(identity)))
                .hasMessageContaining("certificate");
        assertThatThrownBy(() -> settings("http://a:1", Optional.empty(), Optional.of(file), Optional.empty()))
                .hasMessageContaining("https");
    }

    @Test
    void refusesAMixOfPlainAndSecured() {
        var mixed = List.of(URI.create("http://a:1"), URI.create("https://b:1"));
        assertThatThrownBy(() -> EtcdSettings.plain(mixed, KEYS, Duration.ofMillis(500)))
                .hasMessageContaining("all etcd endpoints");
    }

    @Test
    void neverPrintsThePassword() {
        var login = new EtcdSettings.Login("u", new Secret("s3cret"));
        assertThat(login.toString()).doesNotContain("s3cret");
        assertThat(settings("http://a:1", Optional.of(login), Optional.empty(), Optional.empty())
                        .toString())
                .doesNotContain("s3cret");
    }
}
