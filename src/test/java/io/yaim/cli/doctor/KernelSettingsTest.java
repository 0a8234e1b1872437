package io.yaim.cli.doctor;

import static io.yaim.cli.doctor.FindingsTest.assertFound;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Finding;
import io.yaim.model.Finding.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelSettingsTest {

    @Test
    void findsNothingWrongWithWhatAKernelBeginsWith() {
        assertThat(settings(Map.of("net.ipv6.conf.eth0.disable_ipv6", 0), 32, true, List.of(), List.of(), true)
                        .findings())
                .allMatch(finding -> finding.level() == Level.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "arp_ignore, 8, 32, PROBLEM, answers ARP for none of its addresses",
        "arp_ignore, 2, 32, PROBLEM, a /32 has none",
        "rp_filter, 1, 32, WARNING, discards packets",
        "arp_filter, 1, 32, WARNING, answers only neighbours",
        "arp_announce, 0, 32, WARNING, may name an address of the pool",
        "promote_secondaries, 0, 24, PROBLEM, drops all addresses of a network"
    })
    void saysWhatASettingSpoils(String setting, int value, int prefix, Level level, String text) {
        for (String who : List.of("all", "eth0")) {
            assertFound(
                    settings(Map.of("net.ipv4.conf." + who + "." + setting, value), prefix, true, List.of("eth1"))
                            .findings(),
                    level,
                    text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "arp_ignore, 1, 32",
        "arp_ignore, 2, 24",
        "rp_filter, 2, 32",
        "rp_filter, 0, 32",
        "arp_announce, 2, 32",
        "promote_secondaries, 1, 24"
    })
    void keepsQuietAboutAValueThatDoesNoHarm(String setting, int value, int prefix) {
        Map<String, Integer> values =
                new HashMap<>(Map.of("net.ipv4.conf.all.promote_secondaries", 1, "net.ipv4.conf.eth0.arp_announce", 2));
        values.put("net.ipv4.conf.all." + setting, value);
        assertThat(settings(values, prefix, true, List.of("eth1")).findings())
                .allMatch(finding -> finding.level() == Level.OK);
    }

    @Test
    void takesTheLargerOfTheInterfacesSettingAndThatForAll() {
        var loose = Map.of("net.ipv4.conf.all.rp_filter", 1, "net.ipv4.conf.eth0.rp_filter", 2);
        assertThat(settings(loose, 32, false, List.of(), List.of(), false).findings())
                .noneMatch(finding -> finding.found().contains("rp_filter"));
    }

    @Test
    void strictReversePathDoesNoHarmOnTheOnlyInterfaceThatHasANetwork() {
        var strict = Map.of("net.ipv4.conf.all.rp_filter", 1);
        assertThat(settings(strict, 32, true, List.of(), List.of(), false).findings())
                .allMatch(finding -> finding.level() == Level.OK);
        assertFound(
                settings(strict, 32, false, List.of(), List.of(), false).findings(),
                Level.WARNING,
                "has no network of its own");
    }

    @Test
    void findsInterfacesThatAnswerForEachOther() {
        assertFound(
                settings(Map.of(), 32, true, List.of("eth1"), List.of("eth1"), false)
                        .findings(),
                Level.WARNING,
                "eth1 is in the same network");
    }

    @Test
    void caresForIpv6OnlyWhereThePoolHasIt() {
        var spoiled = Map.of(
                "net.ipv6.conf.eth0.disable_ipv6", 1,
                "net.ipv6.conf.eth0.accept_dad", 2,
                "net.ipv6.conf.eth0.addr_gen_mode", 1);
        assertThat(settings(spoiled, 32, true, List.of(), List.of(), false).findings())
                .allMatch(finding -> finding.level() == Level.OK);
        List<Finding> findings =
                settings(spoiled, 32, true, List.of(), List.of(), true).findings();
        assertFound(findings, Level.PROBLEM, "IPv6 is off on eth0");
        assertFound(findings, Level.WARNING, "accept_dad is 2");
        assertFound(findings, Level.WARNING, "addr_gen_mode is 1");
    }

    @Test
    void spellsTheNameOfAVlanAsSysctlWantsIt() {
        var settings = new KernelSettings(
                "eth0.5", Map.of("net.ipv4.conf.eth0/5.arp_ignore", 8), 32, true, List.of(), List.of(), false);
        assertThat(settings.findings())
                .anyMatch(finding -> finding.remedy().orElse("").contains("net.ipv4.conf.eth0/5.arp_ignore=0"));
    }

    private static KernelSettings settings(
            Map<String, Integer> values, int prefix, boolean hasOwnNetwork, List<String> others) {
        return settings(values, prefix, hasOwnNetwork, others, List.of(), false);
    }

    private static KernelSettings settings(
            Map<String, Integer> values,
            int prefix,
            boolean hasOwnNetwork,
            List<String> others,
            List<String> doubled,
            boolean wantsV6) {
        return new KernelSettings("eth0", values, prefix, hasOwnNetwork, others, doubled, wantsV6);
    }
}
