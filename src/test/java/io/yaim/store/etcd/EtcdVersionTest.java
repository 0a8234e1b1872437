package io.yaim.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EtcdVersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.3.27", "3.4.23", "3.4.30", "3.5.0-rc.1", "3.5.12", "2.3.8", "", "new"})
    void warnsOfVersionsWhoseOldLeaderEndsLeases(String version) {
        assertThat(EtcdVersion.warning(version)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4.31", "3.5.13", "3.6.0", "3.6.0-alpha.0", "4.0.0"})
    void isContentWithTheRest(String version) {
        assertThat(EtcdVersion.warning(version)).isEmpty();
    }
}
