package io.yaim.address.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.address.Addresses;
import io.yaim.lab.Namespace;
import io.yaim.lab.Prober;
import io.yaim.lab.Segment;
import io.yaim.lab.Shell;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The gate in a real kernel, from the view of a client on the segment and of `nft`.
final class GateKernelIT {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration PROBES = Duration.ofMillis(5);
    private static final VirtualIp V4 = Segment.virtualIp(1);
    private static final VirtualIp V6 = Segment.virtualIp6(1);

    private Segment segment;
    private Namespace host;

    @BeforeEach
    void open() throws Exception {
        segment = Segment.of("node", "client");
        host = segment.host("node");
    }

    @AfterEach
    void close() throws Exception {
        segment.close();
    }

    /// Answers and silence alternate as the gate opens and closes. The test goes on only when the client has observed
    /// each change, so a slow machine does no harm.
    @Test
    void bothFamiliesAreSilentAfterTheTimeAndAnswerAfterTheNextOpening() throws Exception {
        try (NetlinkAddresses addresses = gated();
                Prober client = probe(V4, V6)) {
            bind(addresses, V4, V6);
            assertThat(host.ip("addr", "show", "dev", Segment.DEVICE)).contains(V4.toString(), V6.toString());
            assertThat(client.hasAnswered(V4, 0) || client.hasAnswered(V6, 0)).isFalse();
            for (int i = 0; i < 3; i++) {
                long openedAt = System.nanoTime();
                addresses.openGate(LONG);
                awaitAnswers(client, openedAt, V4, V6);

                addresses.openGate(Duration.ofMillis(300));
                awaitSilence(client, V4, V6);
            }
        }
    }

    @Test
    void addressesOfAStoppedProcessAreBoundAndSilentUntilItContinues() throws Exception {
        Process process = start(V4, V6);
        try (Prober client = probe(V4, V6)) {
            awaitAnswers(client, 0, V4, V6);

            Shell.run("kill", "-STOP", String.valueOf(process.pid()));
            awaitSilence(client, V4, V6);
            assertThat(host.ip("addr", "show", "dev", Segment.DEVICE)).contains(V4.toString(), V6.toString());

            long continuedAt = System.nanoTime();
            Shell.run("kill", "-CONT", String.valueOf(process.pid()));
            awaitAnswers(client, continuedAt, V4, V6);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void theGateOfAKilledProcessIsTakenOverAndFinallyRemoved() throws Exception {
        Process process = start(V4, V6);
        try (Prober client = probe(V4, V6)) {
            awaitAnswers(client, 0, V4, V6);
            process.destroyForcibly().waitFor();
            awaitSilence(client, V4, V6);
            assertThat(rules()).contains("table inet yaim", "table arp yaim", V4.toString());

            try (NetlinkAddresses addresses = gated()) {
                long openedAt = System.nanoTime();
                addresses.openGate(LONG);
                awaitAnswers(client, openedAt, V4, V6);
                addresses.drop(addresses.readHost().ours());
                addresses.readHost();
                assertThat(rules()).doesNotContain(V4.toString());
            }
            assertThat(rules()).doesNotContain("yaim");
        }
    }

    @Test
    void withLifetimesALeftGateIsRemovedBeforeTheFirstBind() throws Exception {
        Process process = start(V4);
        process.destroyForcibly().waitFor();
        try (NetlinkAddresses addresses = host.call(() -> NetlinkAddresses.open(() -> {}));
                Prober client = probe(V6)) {
            assertThat(rules()).contains("yaim");

            bind(addresses, V6);

            assertThat(rules()).doesNotContain("yaim");
            awaitAnswers(client, 0, V6);
        }
    }

    @Test
    void theCleanupRemovesTheGateWhenNothingIsBound() throws Exception {
        Process process = start(V4);
        process.destroyForcibly().waitFor();

        try (Addresses addresses = host.call(() -> NetlinkAddresses.open(() -> {}))) {
            List<BoundAddress> ours = addresses.readHost().ours();
            assertThat(ours).hasSize(1);
            addresses.drop(ours);
            addresses.readHost();
        }

        assertThat(rules()).doesNotContain("yaim");
    }

    @Test
    void theGateStaysWhileAddressesAreBound() throws Exception {
        NetlinkAddresses addresses = gated();
        bind(addresses, V4);
        addresses.close();

        assertThat(rules()).contains("table inet yaim", "table arp yaim", V4.toString());
    }

    @Test
    void aFlushedGateIsCreatedAgainAtTheNextOpening() throws Exception {
        try (NetlinkAddresses addresses = gated();
                Prober client = probe(V4, V6)) {
            bind(addresses, V4, V6);
            host.run("nft", "flush", "ruleset");

            addresses.openGate(Duration.ofMillis(100));

            assertThat(rules()).contains(V4.toString(), V6.toString());
            awaitSilence(client, V4, V6);
        }
    }

    @Test
    void aGateOfAnotherFormIsReplaced() throws Exception {
        host.run("nft", "table inet yaim { set alive { type ipv4_addr; }; chain input { }; }");
        try (NetlinkAddresses addresses = gated();
                Prober client = probe(V4)) {
            addresses.openGate(LONG);
            bind(addresses, V4);
            awaitAnswers(client, 0, V4);
        }
    }

    @Test
    void theDryRunChangesNothing() throws Exception {
        assertThat(host.call(NetlinkAddresses::gateProblem)).isEqualTo(Optional.empty());

        assertThat(rules()).doesNotContain("yaim");
    }

    @Test
    void theDryRunDoesNotDisturbAnExistingGate() throws Exception {
        try (NetlinkAddresses addresses = gated();
                Prober client = probe(V4)) {
            addresses.openGate(LONG);
            bind(addresses, V4);
            String before = rules().replaceAll("expires \\S+", "");

            host.call(NetlinkAddresses::gateProblem);

            assertThat(rules().replaceAll("expires \\S+", "")).isEqualTo(before);
            awaitAnswers(client, System.nanoTime(), V4);
        }
    }

    @Test
    void oneOpeningWorksForAThousandAddresses() throws Exception {
        var many = new ArrayList<VirtualIp>();
        IntStream.rangeClosed(1, 500).forEach(n -> many.addAll(List.of(Segment.virtualIp(n), Segment.virtualIp6(n))));
        try (NetlinkAddresses addresses = gated();
                Prober client = probe(many.getFirst(), many.getLast(), many.get(500), many.get(501))) {
            bind(addresses, many.toArray(VirtualIp[]::new));
            long openedAt = System.nanoTime();
            addresses.openGate(LONG);
            awaitAnswers(client, openedAt, many.getFirst(), many.getLast(), many.get(500), many.get(501));

            addresses.openGate(Duration.ofMillis(300));
            awaitSilence(client, many.getFirst(), many.getLast(), many.get(500), many.get(501));
            assertThat(addresses.readHost().ours()).hasSize(1000);
        }
    }

    private NetlinkAddresses gated() throws Exception {
        return host.call(() -> NetlinkAddresses.open(() -> {}, ExpiryGuard.GATE));
    }

    private Prober probe(VirtualIp... ips) throws Exception {
        return Prober.start(segment.host("client"), List.of(ips), PROBES);
    }

    private Process start(VirtualIp... ips) throws Exception {
        var command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BindAndOpenGate.class.getName(),
                Segment.DEVICE));
        Stream.of(ips).map(VirtualIp::toString).forEach(command::add);
        Process process = host.process(command).redirectErrorStream(true).start();
        assertThat(process.inputReader().readLine()).isEqualTo("{}");
        return process;
    }

    private static void bind(Addresses addresses, VirtualIp... ips) throws Exception {
        List<Binding> bindings = Stream.of(ips)
                .map(ip -> new Binding(ip, Segment.DEVICE, ip.hostPrefix(), Optional.empty()))
                .toList();
        assertThat(addresses.bind(bindings, 60)).isEmpty();
    }

    private String rules() throws Exception {
        return host.run("nft", "list", "ruleset");
    }

    private static void awaitAnswers(Prober client, long since, VirtualIp... ips) {
        await().atMost(Duration.ofSeconds(40))
                .until(() -> Stream.of(ips).allMatch(ip -> hasAnswered(client, ip, since)));
    }

    /// Waits until some sixty requests in a row were not answered.
    private static void awaitSilence(Prober client, VirtualIp... ips) {
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            long now = System.nanoTime();
            return Stream.of(ips).noneMatch(ip -> hasAnswered(client, ip, now - 300_000_000L));
        });
    }

    private static boolean hasAnswered(Prober client, VirtualIp ip, long since) {
        try {
            return client.hasAnswered(ip, since);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
