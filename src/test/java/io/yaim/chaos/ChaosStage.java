package io.yaim.chaos;

import static org.awaitility.Awaitility.await;

import io.yaim.lab.AddressHistory;
import io.yaim.lab.Cluster;
import io.yaim.lab.Etcd;
import io.yaim.lab.LoopDisk;
import io.yaim.lab.Segment;
import io.yaim.lab.YaimNode;
import io.yaim.model.FailureMode;
import io.yaim.model.VirtualIp;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Three nodes of the packaged program, three members of etcd and a client, in namespaces of their own on
/// one segment.
final class ChaosStage implements Closeable {

    static final List<String> NODES = List.of("n1", "n2", "n3");
    static final List<VirtualIp> POOL = Stream.concat(
                    IntStream.rangeClosed(1, 8).mapToObj(Segment::virtualIp),
                    IntStream.rangeClosed(1, 4).mapToObj(Segment::virtualIp6))
            .toList();
    static final List<VirtualIp> MORE =
            IntStream.rangeClosed(9, 508).mapToObj(Segment::virtualIp).toList();
    static final Duration TTL = Cluster.TTL;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PROBE_PERIOD = Duration.ofMillis(5);

    /// So long nobody comes or goes before a fault: entries move for balance only when membership is quiet.
    private static final Duration REST = Duration.ofMillis(1500);

    private final Cluster cluster;
    private final FailureMode mode;
    private final LoopDisk disk;
    private boolean isCalm;

    /// @param name of the folder below `target/lab` for configuration and logs
    ChaosStage(String name, FailureMode mode) throws Exception {
        this.mode = mode;
        var settings = new LinkedHashMap<>(Cluster.QUICK);
        settings.putAll(Map.of("dcs-failure-mode", mode.toString(), "secret", "shared by all of them"));
        cluster = new Cluster(Path.of("target", "lab", name + "-" + mode), 3, 3, POOL, PROBE_PERIOD, settings);
        try {
            cluster.etcd().stop();
            disk = new LoopDisk(cluster.etcd().data());
        } catch (Exception e) {
            try (cluster) {
                throw e;
            }
        }
        cluster.etcd().restart();
        cluster.put(POOL);
    }

    /// Where the first member of etcd has its data.
    LoopDisk disk() {
        return disk;
    }

    Cluster cluster() {
        return cluster;
    }

    FailureMode mode() {
        return mode;
    }

    YaimNode node(String name) {
        return cluster.node(name);
    }

    AddressHistory history() throws IOException {
        return cluster.watch().history();
    }

    /// Mends everything, starts what does not run, and waits until all nodes share the pool and all of it
    /// answers.
    void calm() throws Exception {
        if (isCalm) {
            return;
        }
        for (YaimNode node : cluster.nodes()) {
            node.mendService();
            cluster.segment().mend(node.name());
            cluster.segment().reunite(node.name());
            if (node.isRunning()) {
                node.thaw();
            }
        }
        for (String store : cluster.stores()) {
            cluster.segment().reunite(store);
        }
        for (Etcd member : cluster.members()) {
            if (member.isRunning()) {
                member.thaw();
            } else {
                member.restart();
            }
        }
        cluster.start();
        // else what a dead process has left on its host would pass for its next life's
        until("all nodes to join", () -> {
            for (YaimNode node : cluster.nodes()) {
                if (!node.hasSaid("event=joined")) {
                    return false;
                }
            }
            return true;
        });
        awaitShared(NODES);
        awaitAnswers();
        Thread.sleep(REST);
        isCalm = true;
    }

    /// To be called before something is broken, so that [#calm] mends it.
    void disturb() {
        isCalm = false;
    }

    /// Waits until these nodes share the pool fairly and nobody else has any of it.
    void awaitShared(Collection<String> nodes) {
        until("a fair share for " + nodes, () -> cluster.isShared(POOL, nodes));
    }

    /// Waits until every address of the pool has answered the client.
    void awaitAnswers() {
        long since = System.nanoTime();
        until("answers of the pool", () -> cluster.haveAnswered(POOL, since));
    }

    void until(String what, Callable<Boolean> condition) {
        await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(PATIENCE)
                .until(condition);
    }

    /// Lets what was done last.
    static void rest(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    List<String> without(String node) {
        return NODES.stream().filter(name -> !name.equals(node)).toList();
    }

    /// The member of etcd that leads.
    Etcd leader() throws IOException {
        for (Etcd member : cluster.members()) {
            if (member.isLeader()) {
                return member;
            }
        }
        throw new IOException("no member of etcd leads");
    }

    /// What became of the pool since then, by the kernels' events and by the client.
    Outcome outcome(long since) throws IOException {
        AddressHistory history = history();
        double doubled = 0;
        double unowned = 0;
        double silence = 0;
        var ips = new ArrayList<>(history.ips());
        for (VirtualIp ip : ips) {
            doubled = Math.max(
                    doubled,
                    history.periods(ip).stream()
                            .filter(period -> period.hosts().size() > 1 && period.to() > since)
                            .mapToDouble(AddressHistory.Period::millis)
                            .sum());
        }
        for (VirtualIp ip : POOL) {
            unowned = Math.max(unowned, history.longestUnowned(ip, since));
            silence =
                    Math.max(silence, cluster.prober().longestSilence(ip, since).toNanos() / 1e6);
        }
        return new Outcome(doubled, unowned, silence);
    }

    @Override
    public void close() throws IOException {
        try (cluster) {
            cluster.etcd().kill();
            disk.close();
        }
    }

    /// The worst that befell an address, in milliseconds.
    ///
    /// @param doubled how long it was on two nodes, in all
    /// @param unowned how long at a stretch nobody had it, by the kernels
    /// @param silence how long at a stretch the client had no answer
    record Outcome(double doubled, double unowned, double silence) {}
}
