package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.AddressRange;
import io.yaim.setting.ConfigException;
import io.yaim.setting.NetworkValueTypes;
import io.yaim.setting.RawValue;
import io.yaim.setting.SourceLocation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowedRangesTest {

    private static final List<AddressRange> RANGES =
            List.of(AddressRange.parse("10.0.0.0/24"), AddressRange.parse("fd00::5"));

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allowed-ranges: [10.0.0.0/24, \"fd00::5\"]",
                "allowed-ranges:\n  - 10.0.0.0/24\n  - fd00::5/128",
                "allowed_ranges: 10.0.0.0/24, fd00::5/128"
            })
    void rangesAreAListOrSeveralWithCommas(String written) throws ConfigException {
        assertThat(configFixture.onLo(written).binding().allowedRanges()).isEqualTo(RANGES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "allowed-ranges:", "allowed-ranges: []", "allowed-ranges: \"\""})
    void withoutAnyAllAreAllowed(String written) throws ConfigException {
        assertThat(configFixture.onLo(written).binding().allowedRanges()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.5/24", "10.0.0.0/33", "localhost", "10.0.0.0/24,,10.0.1.0/24", "10.0.0.0-10.0.0.9", ","})
    void aRangeThatIsNoneIsAMistake(String written) {
        assertThat(configFixture.mistakesOnLo("allowed-ranges: \"" + written + "\""))
                .containsExactly("yaim.yml:2: allowed-ranges: found \"" + written
                        + "\", expected at most 100 ranges such as 10.0.0.0/24 or fd00::/64,"
                        + " none with bits beyond its length");
    }

    @Test
    void thereMayNotBeTooMany() {
        String most = "10.0.0.0/24,".repeat(NetworkValueTypes.MOST_RANGES - 1) + "10.0.0.0/24";
        assertThat(configFixture.mistakesOnLo("allowed-ranges: " + most + ",10.0.0.0/24"))
                .hasSize(1);
        assertThat(NetworkValueTypes.ranges()
                        .parser()
                        .apply(new RawValue.RawText(new SourceLocation("f", 1, "k"), most, false)))
                .isPresent();
    }
}
