package io.yaim.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
            String endpoint, Optional<String> user, Optional<String> password, Optional<Path> ca, Optional<Path> key) {
        List<URI> endpoints = List.of(URI.create(endpoint));
        return new EtcdSettings(endpoints, user, password, ca, Optional.empty(), key, KEYS, Duration.ofMillis(500));
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
    void refusesHalfOfWhatGoesTogether() {
        Optional<String> none = Optional.empty();
        Optional<Path> file = Optional.of(Path.of("f"));
        assertThatThrownBy(() -> settings("http://a:1", Optional.of("u"), none, Optional.empty(), Optional.empty()))
                .hasMessageContaining("password");
        assertThatThrownBy(() -> settings("https://a:1", none, none, Optional.empty(), file))
                .hasMessageContaining("certificate");
        assertThatThrownBy(() -> settings("http://a:1", none, none, file, Optional.empty()))
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
        assertThat(settings("http://a:1", Optional.of("u"), Optional.of("s3cret"), Optional.empty(), Optional.empty())
                        .toString())
                .doesNotContain("s3cret");
    }
}
