package io.yaim.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.AddressRange;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.Finding;
import io.yaim.model.Finding.Level;
import io.yaim.model.LeaseTiming;
import io.yaim.model.StoreTiming;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Findings from given facts, except those on the network and the store.
class FindingsTest {

    private static final StoreTiming ELECTING = new StoreTiming(
            "ttl",
            Duration.ofSeconds(1),
            Optional.of(
                    new StoreTiming.Interruption("etcd changes its leader", "leader change", Duration.ofSeconds(2))));

    @ParameterizedTest
    @CsvSource({
        "3000, OK, has CAP_NET_ADMIN and CAP_NET_RAW",
        "1000, PROBLEM, does not have CAP_NET_RAW",
        "2000, PROBLEM, does not have CAP_NET_ADMIN",
        "0, PROBLEM, does not have CAP_NET_ADMIN (to bind addresses) and CAP_NET_RAW",
        "ffffffffffffffff, OK, has CAP_NET_ADMIN and CAP_NET_RAW"
    })
    void needsBothPrivileges(String capabilities, Level level, String text) {
        assertFound(new Privileges(1000, Long.parseUnsignedLong(capabilities, 16)).findings(), level, text);
    }

    @Test
    void namesTheInterfacesThatThereAre() {
        List<Finding> findings =
                new NetworkCard("eth7", List.of("eth0", "lo"), false, false, List.of(), Optional.empty()).findings();
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.isProblem()).isTrue();
            assertThat(finding.found()).contains("eth7", "eth0, lo");
        });
    }

    @Test
    void distinguishesAnInterfaceThatIsDownFromOneWithoutCarrier() {
        assertFound(card(false, false).findings(), Level.PROBLEM, "eth0 is down");
        assertFound(card(true, false).findings(), Level.PROBLEM, "eth0 is up, but has no carrier");
        assertFound(card(true, true).findings(), Level.OK, "eth0 is up and has a carrier");
    }

    @Test
    void namesEntriesThatNoNetworkOfTheInterfaceHolds() {
        assertFound(
                card(true, true, "10.0.0.7", "10.1.0.7", "fd00::7").findings(),
                Level.WARNING,
                "eth0 has 10.0.0.0/24; 2 of 3 entries are in no network of it (10.1.0.7, fd00::7)");
        assertFound(card(true, true, "10.0.0.7").findings(), Level.OK, "all its entries (1) are in it");
    }

    @Test
    void warnsOfTheTimesOnlyWhereTheyDoNotHold() {
        assertFound(times(9, 0, 0).findings(), Level.OK, "= 3.5 s: both within the shortest lifetime, 7 s");
        assertFound(times(5, 0, 0).findings(), Level.WARNING, "while etcd changes its leader");
        assertFound(times(9, 0, 4000).findings(), Level.PROBLEM, "5.6 s");
        assertFound(times(9, 0, 4000).findings(), Level.PROBLEM, "with all 4000 entries");
    }

    @Test
    void saysThatASleepIsNoHarmAndAWrongClockHardly() {
        assertThat(new ClockFacts(true, Duration.ofSeconds(90)).findings())
                .extracting(Finding::level)
                .containsOnly(Level.OK);
        assertFound(new ClockFacts(true, Duration.ofSeconds(90)).findings(), Level.OK, "suspended for 90 s");
        assertFound(new ClockFacts(false, Duration.ZERO).findings(), Level.WARNING, "wall clock");
    }

    @Test
    void wantsAStateDirectoryInMemory() {
        assertFound(premises(Optional.of("tmpfs"), true).findings(), Level.OK, "writable and on tmpfs");
        assertFound(premises(Optional.of("ext4"), true).findings(), Level.WARNING, "is on ext4");
        assertFound(premises(Optional.empty(), true).findings(), Level.OK, "the daemon creates it");
        assertFound(premises(Optional.of("tmpfs"), false).findings(), Level.PROBLEM, "is not writable");
        assertFound(premises(Optional.empty(), true).findings(), Level.OK, "process 42");
    }

    @Test
    void seesThatTheHeapFitsIntoTheMemoryOfTheService() {
        assertFound(platform(Optional.empty(), Optional.of(228L << 20)).findings(), Level.OK, "heap of at most 128 MB");
        assertFound(
                platform(Optional.empty(), Optional.of(227L << 20)).findings(),
                Level.PROBLEM,
                "may use 227 MB, but heap and JVM may need 228 MB");
        assertFound(platform(Optional.empty(), Optional.empty()).findings(), Level.OK, "no limit");
    }

    @Test
    void reportsWhatTheKernelLacks() {
        assertFound(platform(Optional.of("too old"), Optional.empty()).findings(), Level.PROBLEM, "too old");
    }

    @Test
    void everythingThatIsNotInOrderSaysWhatToDo() {
        assertThat(card(false, false).findings())
                .filteredOn(finding -> finding.level() != Level.OK)
                .allMatch(finding -> finding.remedy().isPresent());
        assertThat(Finding.ok("a", "b").value())
                .isEqualTo(Map.of("level", "ok", "topic", "a", "found", "b", "remedy", Optional.empty()));
    }

    static void assertFound(List<Finding> findings, Level level, String text) {
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.level()).isEqualTo(level);
            assertThat(finding.found()).contains(text);
        });
    }

    @Test
    void aKernelWithoutNftablesIsAProblemOnlyIfTheGateIsTheExpiryGuard() {
        var problem = Optional.of("the kernel has no nftables");
        assertThat(new NftSupport(ExpiryGuard.GATE, problem).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Finding.Level.PROBLEM);
                    assertThat(finding.found()).contains("the kernel has no nftables");
                });
        assertThat(new NftSupport(ExpiryGuard.LIFETIME, problem).findings())
                .singleElement()
                .matches(finding -> finding.level() == Finding.Level.OK)
                .matches(finding -> finding.found().contains("a ttl below 3 s, is not supported: the kernel has no"));
        assertThat(new NftSupport(ExpiryGuard.GATE, Optional.empty()).findings())
                .noneMatch(Finding::isProblem);
    }

    @Test
    void anInterfaceThatOnlyEntriesNameIsNotRequired() {
        var absent = new NetworkCard(
                "eth7",
                List.of("eth0", "lo"),
                false,
                false,
                List.of(),
                Optional.of(List.of(VirtualIp.parse("10.7.0.1"))));
        assertFound(absent.findingsOfEntries(), Level.WARNING, "there is no interface eth7, which 1 entries name");
        assertFound(card(true, true, "10.0.0.7").findingsOfEntries(), Level.OK, "all its entries (1) are in it");
    }

    private static NetworkCard card(boolean isUp, boolean hasCarrier, String... pool) {
        return new NetworkCard(
                "eth0",
                List.of("eth0", "lo"),
                isUp,
                hasCarrier,
                List.of(AddressRange.parse("10.0.0.0/24")),
                Optional.of(List.of(pool).stream().map(VirtualIp::parse).toList()));
    }

    private static TimingFacts times(int ttlSeconds, int v4, int v6) {
        var leaseTiming = new LeaseTiming(
                Duration.ofSeconds(1),
                Duration.ofSeconds(ttlSeconds),
                Duration.ofMillis(500),
                LeaseTiming.DEFAULT_ATTEMPTS);
        return new TimingFacts(leaseTiming, ELECTING, v4, v6);
    }

    private static StateDirFacts premises(Optional<String> fileSystem, boolean isWritable) {
        return new StateDirFacts("/run/yaim", fileSystem, isWritable, Optional.of(42L));
    }

    private static Platform platform(Optional<String> kernelProblem, Optional<Long> memory) {
        return new Platform("6.1", kernelProblem, 25, List.of("Copy"), 128L << 20, memory, true);
    }
}
