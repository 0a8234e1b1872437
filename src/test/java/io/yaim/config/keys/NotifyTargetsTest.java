package io.yaim.config.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yaim.config.ConfigFixture;
import io.yaim.loop.announce.UnicastTargets;
import io.yaim.model.AddressRange;
import io.yaim.setting.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The neighbours to which addresses are announced by unicast.
final class NotifyTargetsTest {

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @Test
    void nobodyUnlessItIsSaid() throws ConfigException {
        assertThat(notifying("")).isEqualTo(UnicastTargets.none());
        assertThat(notifying("arp-cache: 5s\n")).isEqualTo(UnicastTargets.none());
        assertThat(notifying("notify: []\n")).isEqualTo(UnicastTargets.none());
    }

    @Test
    void theWordStandsForWhomAnyNodeKnows() throws ConfigException {
        var everyFifteenSeconds = new UnicastTargets(Optional.of(Duration.ofSeconds(15)), true, List.of());
        assertThat(notifying("notify: arp-cache\n")).isEqualTo(everyFifteenSeconds);
        assertThat(notifying("notify: [arp_cache]\narp_cache: 15000\n")).isEqualTo(everyFifteenSeconds);
        assertThat(notifying("notify: [arp-cache]\narp-cache: 0\n"))
                .isEqualTo(new UnicastTargets(Optional.empty(), true, List.of()));
    }

    @Test
    void aMapStandsForTheWholeNetworkOfAnAddress() throws ConfigException {
        assertThat(
                        notifying(
                                "notify:\n- arp-cache\n- interface: eth0\n  ip: 10.0.0.5/24\n- {ip: 10.1.0.7, interface: e1}\n"))
                .isEqualTo(new UnicastTargets(
                        Optional.of(Duration.ofSeconds(15)),
                        true,
                        List.of(
                                new UnicastTargets.Network("eth0", AddressRange.parse("10.0.0.0/24")),
                                new UnicastTargets.Network("e1", AddressRange.parse("10.1.0.7")))));
        assertThat(notifying("notify: [{interface: eth0, ip: 10.0.7.5/22}]\n").networks())
                .containsExactly(new UnicastTargets.Network("eth0", AddressRange.parse("10.0.4.0/22")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "everybody",
                "[arp-cache, other]",
                "[{interface: eth0, ip: 10.0.0.0/21}]",
                "[{interface: eth0, ip: fd00::/120}]",
                "[{interface: eth0, ip: 10.0.0.256/24}]",
                "[{interface: eth0, ip: 10.0.0.0/33}]",
                "[{interface: eth0, ip: 10.0.0.0/}]",
                "[{interface: eth0, ip: [10.0.0.0/24]}]",
                "[{interface: a-name-that-is-too-long, ip: 10.0.0.0/24}]",
                "[{interface: eth0}]",
                "[{ip: 10.0.0.0/24}]",
                "[{interface: eth0, ip: 10.0.0.0/24, mac: x}]",
                "[[arp-cache]]"
            })
    void anythingElseIsRefused(String value) {
        assertThat(mistakes("notify: " + value + "\n"))
                .singleElement()
                .asString()
                .contains("notify: found", "expected a list of the word arp-cache", "/22 or smaller");
    }

    @Test
    void moreNetworksThanSixteenAreRefused() throws ConfigException {
        String one = "{interface: eth0, ip: 10.0.0.0/24}";
        assertThat(notifying("notify: [" + (one + ", ").repeat(15) + one + "]\n")
                        .networks())
                .hasSize(16);
        assertThat(mistakes("notify: [" + (one + ", ").repeat(16) + one + "]\n"))
                .hasSize(1);
    }

    private UnicastTargets notifying(String text) throws ConfigException {
        return configFixture.load("interface: eth0\n" + text).announceSettings().unicastTargets();
    }

    private List<String> mistakes(String text) {
        return catchThrowableOfType(ConfigException.class, () -> notifying(text))
                .problems();
    }
}
