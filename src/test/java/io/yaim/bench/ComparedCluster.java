package io.yaim.bench;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import io.yaim.lab.AddressHistory;
import io.yaim.lab.AddressWatch;
import io.yaim.lab.Cluster;
import io.yaim.lab.Daemon;
import io.yaim.lab.Keepalived.Vrrp;
import io.yaim.lab.KeepalivedCluster;
import io.yaim.lab.Segment;
import io.yaim.lab.Traffic;
import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Hosts on a segment of their own, all with the same program and settings, that share the pool of [RivalsBench]:
/// keepalived, or yaim without a server.
final class ComparedCluster implements Closeable {

    static final List<VirtualIp> POOL = BenchCluster.pool(12);

    private static final Path FOLDER = Path.of("target", "bench", "rivals");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(20);

    /// keepalived checks nothing here, so yaim rarely runs its check.
    private static final Map<String, String> SETTINGS = Map.of(
            "dcs-type", "multicast",
            "secret", "of these nodes only",
            "check-interval", "1h",
            "ips", POOL.stream().map(VirtualIp::toString).collect(joining(",")));

    private final Kind kind;
    private final Segment segment;
    private final AddressWatch watch;
    private final Map<String, Daemon> daemons = new LinkedHashMap<>();
    private final Closeable resources;
    private final Deque<String> byStart = new ArrayDeque<>();

    /// A program and its settings.
    enum Kind {
        KEEPALIVED("keepalived"),
        KEEPALIVED_QUICK("keepalived, 100 ms"),
        YAIM("yaim"),
        YAIM_QUICK("yaim, stale 300 ms");

        static final List<Kind> OURS = List.of(YAIM, YAIM_QUICK);

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        private Vrrp vrrp() {
            return this == KEEPALIVED_QUICK ? new Vrrp(3, "0.1") : Vrrp.DEFAULT;
        }

        /// The quick settings use the shortest lease. It is too short for lifetimes, so the gate is the expiry
        /// guard.
        private Map<String, String> nodeSettings() {
            var settings = new LinkedHashMap<>(SETTINGS);
            settings.putAll(this == YAIM_QUICK ? Map.of("stale", "300ms", "mature", "1s") : Map.of());
            return settings;
        }

        boolean isYaim() {
            return OURS.contains(this);
        }

        /// The description of its settings.
        String settingsName() {
            return this == KEEPALIVED || this == YAIM ? "default" : "quick";
        }

        /// Whether an address may stay bound after it fell silent.
        boolean usesGate() {
            return this == YAIM_QUICK;
        }

        /// The kind with which it is compared.
        Kind rival() {
            return switch (this) {
                case KEEPALIVED -> YAIM;
                case KEEPALIVED_QUICK -> YAIM_QUICK;
                case YAIM -> KEEPALIVED;
                case YAIM_QUICK -> KEEPALIVED_QUICK;
            };
        }

        @Override
        public String toString() {
            return text;
        }
    }

    ComparedCluster(Kind kind, int hosts) throws Exception {
        this.kind = kind;
        Path folder = FOLDER.resolve(kind.name().toLowerCase(Locale.ROOT) + "-" + hosts);
        if (kind.isYaim()) {
            var cluster = new Cluster(folder, 0, hosts, List.of(), Duration.ofSeconds(1), kind.nodeSettings());
            segment = cluster.segment();
            watch = cluster.watch();
            for (YaimNode node : cluster.nodes()) {
                daemons.put(node.name(), node);
            }
            resources = cluster;
        } else {
            var cluster = new KeepalivedCluster(folder, hosts, POOL, kind.vrrp());
            segment = cluster.segment();
            watch = cluster.watch();
            daemons.putAll(cluster.daemons());
            resources = cluster;
        }
    }

    Kind kind() {
        return kind;
    }

    Segment segment() {
        return segment;
    }

    AddressHistory history() throws IOException {
        return watch.history();
    }

    Collection<String> hosts() {
        return daemons.keySet();
    }

    Daemon daemon(String host) {
        return Optional.ofNullable(daemons.get(host)).orElseThrow();
    }

    /// Starts all, this many at a time, and waits until they have found each other.
    void start(int atOnce) throws IOException {
        for (String host : hosts()) {
            start(host);
            until("all but a few to join", () -> countJoining() < atOnce);
        }
        until("all to join", () -> countJoining() == 0);
    }

    void start(String host) throws IOException {
        daemon(host).start();
        byStart.add(host);
    }

    /// To be called when the host's daemon has ended, or was cut off from the others for long.
    void markStopped(String host) {
        byStart.remove(host);
    }

    /// The next victim: by turns the host that runs the longest, which coordinates if any does, and the last one
    /// that was started.
    String victim(int round) {
        return round % 2 == 0 ? byStart.getFirst() : byStart.getLast();
    }

    private int countJoining() throws IOException {
        int count = 0;
        for (Daemon daemon : daemons.values()) {
            count += daemon.isRunning() && !daemon.hasJoined() ? 1 : 0;
        }
        return count;
    }

    /// Waits until all hosts share the pool.
    void awaitShared() {
        until("a fair share for all", this::isShared);
    }

    boolean isShared() throws IOException {
        return watch.isShared(POOL, hosts());
    }

    /// How often an address was added to a host or removed from one since then.
    long changes(long since) throws IOException {
        AddressHistory history = history();
        return POOL.stream()
                .flatMap(ip -> history.periods(ip).stream())
                .filter(period -> period.from() > since)
                .count();
    }

    /// The addresses that only this host has now.
    List<VirtualIp> addressesOnlyOn(String host) throws IOException {
        AddressHistory history = history();
        return POOL.stream()
                .filter(ip -> history.owner(ip).equals(Optional.of(host)))
                .toList();
    }

    /// Waits for the condition. Fails if a program has ended by itself.
    void until(String what, Callable<Boolean> condition) {
        await(kind + ": " + what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(PATIENCE)
                .until(() -> {
                    for (Daemon daemon : daemons.values()) {
                        if (daemon.hasFailed()) {
                            throw new IllegalStateException(daemon.name() + " has ended by itself: " + daemon.log());
                        }
                    }
                    return condition.call();
                });
    }

    /// What all hosts have sent so far.
    Traffic sent() throws Exception {
        return Traffic.of(daemons.values().stream().map(Daemon::host).toList());
    }

    /// What the processes of a host's daemon have in memory together, by this line of a file below
    /// `/proc/<pid>`, in mebibytes: pages that they share count for each of them by `VmRSS` of `status`, and
    /// once by `Pss` of `smaps_rollup`.
    double mebibytes(String host, String file, String line) throws IOException {
        double sum = 0;
        for (long pid : daemon(host).processes()) {
            sum += BenchCluster.mebibytes(pid, file, line);
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        resources.close();
    }
}
