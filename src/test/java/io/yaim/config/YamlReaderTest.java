package io.yaim.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class YamlReaderTest {

    @TempDir
    private Path folder;

    private ConfigFixture configFixture;

    @BeforeEach
    void setUp() {
        configFixture = new ConfigFixture(folder);
    }

    @Test
    void refusesTagsAnchorsAndAliases() {
        assertThat(configFixture.mistakes(
                        "interface: !!str lo",
                        "nodename: &name a",
                        "label: *name",
                        "dcs-endpoints: !list [http://a:1]"))
                .containsExactly(
                        "yaim.yml:1: interface: found a tag, expected a value; put one that begins with ! in quotes",
                        "yaim.yml:2: nodename: found an anchor, expected a value; put one that begins with & in quotes",
                        "yaim.yml:3: label: found an alias, expected a value; put one that begins with * in quotes",
                        "yaim.yml:4: dcs-endpoints: found a tag, expected a value; put one that begins with ! in quotes");
    }

    @Test
    void refusesWhatIsNoMap() {
        assertThat(configFixture.mistakes("interface lo"))
                .containsExactly("yaim.yml:1: found a text, expected lines of the form key: value");
        assertThat(configFixture.mistakes("- interface: lo"))
                .containsExactly("yaim.yml:1: found a list, expected lines of the form key: value");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(configFixture.mistakes("interface: lo", "---", "interface: eth0"))
                .containsExactly("yaim.yml:2: found a second document, expected one");
    }

    @Test
    void takesAnEmptyFileAsOneWithoutKeys() {
        assertThat(configFixture.mistakes("# nothing", ""))
                .containsExactly("yaim.yml: interface: found nothing, expected the name of a network interface");
    }

    @Test
    void refusesAnEscapeThatIsNone() {
        assertThat(configFixture.mistakes("label: \"\\u"))
                .containsExactly("yaim.yml: not valid YAML: an escape in double quotes that is none");
    }

    @Test
    void saysInWhichLineTheSyntaxIsBroken() {
        assertThat(configFixture.mistakes("interface: lo", "label: \"x", "ttl: 3"))
                .containsExactly("yaim.yml:3: not valid YAML: found unexpected end of stream");
        assertThat(configFixture.mistakes("interface: lo", "label: x: y", "ttl: 3"))
                .containsExactly("yaim.yml:2: not valid YAML: mapping values are not allowed here");
    }

    @Test
    void refusesDepthWithoutBound() {
        assertThat(configFixture.mistakes("checks: " + "[".repeat(100_000)))
                .containsExactly("yaim.yml: not valid YAML: nested deeper than 8 levels or more than 100000 values");
        assertThat(configFixture.mistakes("checks: [" + "a,".repeat(110_000) + "]"))
                .containsExactly("yaim.yml: not valid YAML: nested deeper than 8 levels or more than 100000 values");
    }

    @Test
    void refusesAKeyThatIsNoneWithoutRepeatingIt() {
        assertThat(configFixture.mistakes("interface: lo", "etcd-password geheim: x", "? [a]", ": b"))
                .containsExactly(
                        "yaim.yml:2: found something that is no key, expected letters, digits and dashes",
                        "yaim.yml:3: found something that is no key, expected letters, digits and dashes");
    }

    @Test
    void refusesMapsAndListsWhereOneValueIsExpected() {
        assertThat(configFixture.mistakesOnLo("weight: [1]", "label: {a: b}"))
                .containsExactly(
                        "yaim.yml:2: weight: found the list [1], expected a whole number from 1 to 1000",
                        "yaim.yml:3: label: found a map, expected 1 to 13 printable characters without spaces");
    }

    @Test
    void showsNoControlCharactersOfAValue() {
        assertThat(configFixture.mistakesOnLo("weight: \"1\\e[2J\\u202e\\n\""))
                .containsExactly("yaim.yml:2: weight: found \"1?[2J??\", expected a whole number from 1 to 1000");
    }

    @Test
    void cutsALongValue() {
        assertThat(configFixture.mistakesOnLo("weight: " + "7".repeat(1000)))
                .containsExactly("yaim.yml:2: weight: found \"" + "7".repeat(80)
                        + "...\", expected a whole number from 1 to 1000");
    }
}
