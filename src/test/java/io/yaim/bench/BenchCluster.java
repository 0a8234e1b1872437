package io.yaim.bench;

import static org.awaitility.Awaitility.await;

import io.yaim.lab.AddressHistory;
import io.yaim.lab.Cluster;
import io.yaim.lab.Segment;
import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A cluster of the packaged program to measure. When it is closed, it checks by the address events of all namespaces
/// that no address was on two nodes.
final class BenchCluster implements Closeable {

    static final List<String> NODES = List.of("n1", "n2", "n3");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Cluster cluster;

    /// @param name of the folder below `target/bench` for configuration and logs
    BenchCluster(String name, int nodes, List<VirtualIp> probed, Duration period, Map<String, String> settings)
            throws Exception {
        cluster = new Cluster(Path.of("target", "bench", name), nodes, probed, period, settings);
    }

    /// The first addresses of version 4.
    static List<VirtualIp> pool(int size) {
        return IntStream.rangeClosed(1, size).mapToObj(Segment::virtualIp).toList();
    }

    Cluster cluster() {
        return cluster;
    }

    YaimNode node(String name) {
        return cluster.node(name);
    }

    AddressHistory history() throws IOException {
        return cluster.watch().history();
    }

    /// The addresses that only this node has now.
    List<VirtualIp> addressesOnlyOn(String node, Collection<VirtualIp> pool) throws IOException {
        AddressHistory history = history();
        return pool.stream()
                .filter(ip -> history.owner(ip).equals(Optional.of(node)))
                .toList();
    }

    /// Waits until these nodes share the whole pool fairly, and no other has any of it.
    void awaitShared(Collection<VirtualIp> pool, Collection<String> nodes) {
        until("a fair share of " + pool.size() + " for " + nodes, () -> cluster.isShared(pool, nodes));
    }

    void awaitAnswers(Collection<VirtualIp> pool) {
        long since = System.nanoTime();
        until("answers of " + pool.size(), () -> cluster.haveAnswered(pool, since));
    }

    /// Waits for the condition. Fails if a program has ended by itself.
    void until(String what, Condition condition) {
        await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(PATIENCE)
                .until(() -> {
                    cluster.requireRunning();
                    return condition.holds();
                });
    }

    /// A line of a file below `/proc/<pid>` that is an amount of memory, such as `VmRSS` of `status`.
    static double mebibytes(long pid, String file, String line) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), file)).stream()
                .filter(text -> text.startsWith(line + ":"))
                .mapToDouble(text -> Double.parseDouble(text.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /// Waits for this time without doing anything.
    static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Override
    public void close() throws IOException {
        try (cluster) {
            List<AddressHistory.Period> doubles = history().doubles();
            if (!doubles.isEmpty()) {
                throw new IllegalStateException("addresses were on two nodes: " + doubles);
            }
        }
    }

    interface Condition {
        boolean holds() throws IOException;
    }
}
