package io.yaim.chaos;

import static io.yaim.chaos.Bounds.AT_ONCE;
import static io.yaim.chaos.Bounds.COORDINATOR_END;
import static io.yaim.chaos.Bounds.LEASE_END;
import static io.yaim.chaos.ChaosCluster.MORE_IPS;
import static io.yaim.chaos.ChaosCluster.TTL;

import io.yaim.lab.Cluster;
import io.yaim.lab.Namespace;
import io.yaim.lab.Segment;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// Faults of a node's host, caused by other programs.
final class HostFaults {

    private static final Path WALL_CLOCK =
            Path.of("target", "lab", "wall-clock").toAbsolutePath();

    /// libfaketime gives the process, and its children, the wall clock that the file says, and leaves the
    /// other clocks alone. The fix for old C libraries, if left on, makes timed waits of the JVM end early.
    private static final Map<String, String> FAKE_TIME = Map.of(
            "LD_PRELOAD", "/usr/$LIB/faketime/libfaketimeMT.so.1",
            "FAKETIME_TIMESTAMP_FILE", WALL_CLOCK.toString(),
            "FAKETIME_NO_CACHE", "1",
            "FAKETIME_DONT_FAKE_MONOTONIC", "1",
            "DONT_FAKE_MONOTONIC", "1",
            "FAKETIME_FORCE_MONOTONIC_FIX", "0");

    private static final List<VirtualIp> ONE_EACH = MORE_IPS.subList(0, ChaosCluster.NODES.size());

    static final String STRANGER = "stranger has an address that enters the pool";

    private HostFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.inRelease("its addresses flushed by another program", AT_ONCE, (stage, node) -> {
                            Namespace host = stage.node(node).host();
                            host.ip("addr", "flush", "dev", Segment.DEVICE, "to", "10.77.1.0/24");
                            host.ip("addr", "flush", "dev", Segment.DEVICE, "to", "fd77::1:0/112");
                        })
                        .andServerless(AT_ONCE),
                Fault.inRelease(
                                "all addresses of its device flushed, its own restored after 1 s",
                                LEASE_END,
                                HostFaults::flush)
                        .andServerless(COORDINATOR_END),
                Fault.inRelease(STRANGER, Duration.ZERO, HostFaults::letAStrangerHaveANewEntry)
                        .andServerless(Duration.ZERO),
                Fault.inRelease("wall clock one day ahead, and back", Duration.ZERO, HostFaults::stepClock)
                        .with(FAKE_TIME)
                        .andServerless(Duration.ZERO));
    }

    /// As a DHCP client or a network manager does that starts again.
    private static void flush(ChaosCluster stage, String node) throws Exception {
        Namespace host = stage.node(node).host();
        host.ip("addr", "flush", "dev", Segment.DEVICE);
        ChaosCluster.sleep(Duration.ofSeconds(1));
        stage.cluster().segment().readdress(node);
    }

    /// It gives the address up after longer than a node waits for a lost owner. Then a node must take it.
    private static void letAStrangerHaveANewEntry(ChaosCluster stage, String node) throws Exception {
        List<VirtualIp> ips = MORE_IPS.subList(0, 1);
        String address = ips.getFirst() + "/32";
        String other = stage.without(node).getFirst();
        Namespace stranger = stage.cluster().segment().host(Cluster.CLIENT);
        stranger.ip("addr", "add", address, "dev", Segment.DEVICE);
        try {
            stage.add(ips, other);
            ChaosCluster.sleep(TTL.plusSeconds(3));
        } finally {
            stranger.ip("addr", "del", address, "dev", Segment.DEVICE);
        }
        stage.until(
                "an owner of " + ips,
                () -> stage.history()
                        .owner(ips.getFirst())
                        .filter(ChaosCluster.NODES::contains)
                        .isPresent());
        stage.remove(ips, other);
    }

    private static void stepClock(ChaosCluster stage, String node) throws Exception {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        try {
            step("+1d");
            awaitLine(stage, node, today.plusDays(1));
            ChaosCluster.sleep(TTL);
            step("-1d");
            awaitLine(stage, node, today.minusDays(1));
            ChaosCluster.sleep(TTL);
        } finally {
            step("+0");
        }
    }

    /// Waits for a log line of that day. Otherwise the clock was not stepped at all.
    private static void awaitLine(ChaosCluster stage, String node, LocalDate day) throws IOException {
        String other = stage.without(node).getFirst();
        stage.add(ONE_EACH, other);
        stage.until("a line of " + day, () -> stage.node(node).hasLogged("ts=" + day));
        stage.remove(ONE_EACH, other);
    }

    /// @param offset from the true time, as libfaketime has it: `+1d`
    private static void step(String offset) throws IOException {
        Files.createDirectories(WALL_CLOCK.getParent());
        Files.writeString(WALL_CLOCK, offset + "\n");
    }
}
