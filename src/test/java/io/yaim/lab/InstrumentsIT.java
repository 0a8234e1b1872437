package io.yaim.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The instruments detect what is planted for them.
final class InstrumentsIT {

    private static final VirtualIp IP = Segment.virtualIp(1);
    private static final VirtualIp IP6 = Segment.virtualIp6(1);
    private static final Duration PERIOD = Duration.ofMillis(2);
    private static final String SILENT =
            "table ip lab { chain in { type filter hook input priority 0; ip daddr 10.77.1.1 drop; }; }";

    @Test
    void theWatchFindsAPlantedDoubleAndWhatWasThereBefore() throws Exception {
        try (var segment = Segment.of("a", "b")) {
            bind(segment, "a", "10.77.1.1/32");
            try (var watch = AddressWatch.start(segment.hosts(), Segment::isVirtual)) {
                assertThat(watch.history().owner(IP)).contains("a");

                bind(segment, "a", "fd77::1:1/128");
                drop(segment, "a", "fd77::1:1/128");
                bind(segment, "b", "fd77::1:1/128");
                bind(segment, "b", "10.77.1.1/32");
                drop(segment, "a", "10.77.1.1/32");
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> watch.history().owner(IP).isPresent());

                AddressHistory history = watch.history();
                assertThat(history.counts(List.of("a", "b"))).isEqualTo(Map.of("a", 0, "b", 2));
                assertThat(history.doubles()).hasSize(1);
                assertThat(history.doubles().getFirst().ip()).isEqualTo(IP);
                assertThat(history.doubles().getFirst().millis()).isPositive();
                assertThat(history.ips()).containsExactly(IP, IP6);
            }
        }
    }

    @Test
    void theWatchSeesAnAddressThatTheKernelDropsWhenItsLifetimeEnds() throws Exception {
        try (var segment = Segment.of("a", "b");
                var watch = AddressWatch.start(segment.hosts(), IP::equals)) {
            bind(segment, "a", "10.77.1.1/32", "valid_lft", "1", "preferred_lft", "0");
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> watch.history().owner(IP).isPresent());
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> watch.history().owner(IP).isEmpty());
            assertThat(watch.history().periods(IP).get(1).millis()).isBetween(900.0, 7500.0);
        }
    }

    @Test
    void aLostEventIsAnError() throws Exception {
        try (var segment = Segment.of("a");
                var watch = AddressWatch.start(segment.hosts(), IP::equals, 1)) {
            String many = IntStream.rangeClosed(1, 250)
                    .mapToObj(i -> "addr replace 10.77.2." + i + "/32 dev " + Segment.DEVICE + "\n")
                    .collect(Collectors.joining());
            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                segment.host("a")
                        .run("sh", "-c", "echo '" + many + "' | ip -batch -"); // again: the watch may keep pace
                assertThatThrownBy(watch::history)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("hole")
                        .hasStackTraceContaining("No buffer space available");
            });
        }
    }

    @Test
    void theProberMeasuresAPlantedHole() throws Exception {
        try (var segment = Segment.of("client", "a", "b")) {
            bind(segment, "a", "10.77.1.1/32");
            bind(segment, "a", "fd77::1:1/128");
            try (var prober = Prober.start(segment.host("client"), List.of(IP, IP6), PERIOD)) {
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> prober.hasAnswered(IP, 0) && prober.hasAnswered(IP6, 0));
                long since = System.nanoTime();
                drop(segment, "a", "10.77.1.1/32");
                Thread.sleep(200);
                bind(segment, "a", "10.77.1.1/32");
                long then = System.nanoTime();
                await().atMost(Duration.ofMinutes(2)).until(() -> prober.hasAnswered(IP, then));

                // the machine may be busy: what this run took is the measure
                Duration stall = prober.longestStall();
                Duration hole = Duration.ofNanos(then - since);
                assertThat(prober.longestSilence(IP, since))
                        .isBetween(Duration.ofMillis(200), hole.plus(stall).plusMillis(100));
                assertThat(prober.longestSilence(IP6, since)).isLessThan(stall.plusMillis(150));
                assertThat(prober.silences(IP).getLast().from())
                        .isGreaterThan(since - PERIOD.multipliedBy(3).toNanos());
                assertThat(stall).isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    @Test
    void aSilenceThatGoesOnCounts() throws Exception {
        try (var segment = Segment.of("client", "a");
                var prober = Prober.start(segment.host("client"), List.of(VirtualIp.parse("10.77.0.2"), IP6), PERIOD)) {
            VirtualIp own = VirtualIp.parse("10.77.0.2");
            await().atMost(Duration.ofMinutes(2)).until(() -> prober.hasAnswered(own, 0));
            long since = System.nanoTime();
            segment.pullPlug("a");
            Thread.sleep(100);
            assertThat(prober.longestSilence(own, since)).isGreaterThan(Duration.ofMillis(95));
            segment.putPlugBack("a");
            long then = System.nanoTime();
            await().atMost(Duration.ofMinutes(2)).until(() -> prober.hasAnswered(own, then));
            assertThat(prober.hasAnswered(IP6, 0)).isFalse();
        }
    }

    @Test
    void whoeverAnswersTwiceIsFoundPastTheClientsCacheAndWhoIsKeptSilentIsNot() throws Exception {
        try (var segment = Segment.of("client", "a", "b")) {
            bind(segment, "a", "10.77.1.1/32");
            try (var answers =
                    AnswerWatch.start(segment, "client", List.of("a", "b"), List.of(IP), Duration.ofMillis(10))) {
                await().atMost(Duration.ofMinutes(2)).until(answers::hasHeardAll);
                assertThat(answers.answeredBySeveral(IP, 0)).isZero();

                long since = System.nanoTime();
                bind(segment, "b", "10.77.1.1/32");
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> answers.answeredBySeveral(IP, since).toMillis() >= 100);
                assertThat(answers.answeredBySeveral(IP, since))
                        .isLessThan(Duration.ofNanos(System.nanoTime() - since));

                segment.host("b").run("nft", SILENT);
                long silent = System.nanoTime();
                Thread.sleep(100);
                assertThat(answers.answeredBySeveral(IP, silent)).isZero();
            }
        }
    }

    @Test
    void theTrafficIsWhatAHostSendsAndNotWhatItReceives() throws Exception {
        try (var segment = Segment.of("a", "b")) {
            segment.host("a").run("ping", "-c1", "-W1", "10.77.0.2");
            var hosts = List.of(segment.host("a"));
            Traffic before = Traffic.of(hosts);
            segment.host("a").run("ping", "-c5", "-i0.01", "-s1000", "10.77.0.2");
            Traffic sent = Traffic.of(hosts).since(before);
            assertThat(sent.frames()).isBetween(5L, 9L); // and what the kernel sends by itself
            assertThat(sent.bytes()).isBetween(5_000L, 6_000L);
        }
    }

    @Test
    void partedHostsDoNotReachEachOtherButTheThird() throws Exception {
        try (var segment = Segment.of("a", "b", "c")) {
            segment.disconnect("a", "b");
            assertThat(segment.host("a").run("sh", "-c", "ping -c1 -W1 10.77.0.2 >/dev/null || echo silent"))
                    .isEqualTo("silent\n");
            segment.host("a").run("ping", "-c1", "-W1", "10.77.0.3");
            segment.reconnect("a");
            segment.host("a").run("ping", "-c1", "-W1", "10.77.0.2");
        }
    }

    private static void bind(Segment segment, String host, String address, String... more) throws Exception {
        var arguments = new ArrayList<>(List.of("addr", "add", address, "dev", Segment.DEVICE));
        if (address.contains(":")) {
            arguments.add("nodad");
        }
        arguments.addAll(List.of(more));
        segment.host(host).ip(arguments.toArray(String[]::new));
    }

    private static void drop(Segment segment, String host, String address) throws Exception {
        segment.host(host).ip("addr", "del", address, "dev", Segment.DEVICE);
    }
}
