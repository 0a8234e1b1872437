package io.yaim.bench;

import io.yaim.bench.Figures.Unit;
import io.yaim.lab.Cluster;
import io.yaim.lab.Namespace;
import io.yaim.lab.Prober;
import io.yaim.lab.Segment;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Puts 1,000 addresses into an empty pool and waits until a client has an answer from each.
///
/// The client starts when the kernels have all of them. Otherwise it would wait for its own repetition of ARP, one
/// second later.
public final class PoolBench {

    private static final int RUNS = 5;
    private static final List<VirtualIp> POOL = BenchCluster.pool(1000);
    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final Duration REST = Duration.ofSeconds(3);

    private final List<Double> put = new ArrayList<>();
    private final List<Double> bound = new ArrayList<>();
    private final List<Double> answered = new ArrayList<>();

    private PoolBench() {}

    public static void main(String[] args) throws Exception {
        var bench = new PoolBench();
        try (var benchCluster = new BenchCluster("pool", 3, List.of(), PERIOD, Map.of())) {
            benchCluster.cluster().start();
            bench.awaitNodes(benchCluster);
            for (int i = 0; i < RUNS; i++) {
                bench.run(benchCluster);
            }
        }
        String how = "3 nodes; from the start of the first etcdctl";
        Figures.print("1,000 addresses put into the pool, until all answer", "2 s", bench.answered, Unit.SECONDS, how);
        Figures.print("the same, until all are bound", "", bench.bound, Unit.SECONDS, how);
        Figures.print(
                "the same, until the last of ten etcdctl has ended", "", bench.put, Unit.SECONDS, "100 puts each");
    }

    /// One address on each node: then all three nodes run, are warm, and know each other.
    private void awaitNodes(BenchCluster benchCluster) throws Exception {
        List<VirtualIp> first = BenchCluster.pool(3);
        benchCluster.cluster().put(first);
        benchCluster.awaitShared(first, BenchCluster.NODES);
        empty(benchCluster, first);
    }

    private void run(BenchCluster benchCluster) throws Exception {
        Cluster cluster = benchCluster.cluster();
        Namespace client = cluster.segment().host("client");
        client.ip("neigh", "flush", "dev", Segment.DEVICE);
        long start = System.nanoTime();
        cluster.put(POOL);
        put.add(seconds(start));
        while (cluster.watch().size() < POOL.size()) {
            cluster.requireRunning();
            Thread.sleep(1);
        }
        bound.add(seconds(start));
        try (var prober = Prober.start(client, POOL, PERIOD)) {
            awaitAnswers(prober);
            answered.add(seconds(start));
        }
        Figures.progress("all answer after %.2f s".formatted(answered.getLast()));
        benchCluster.awaitShared(POOL, BenchCluster.NODES);
        empty(benchCluster, POOL);
    }

    private static void awaitAnswers(Prober prober) throws IOException, InterruptedException {
        var silent = new ArrayList<>(POOL);
        while (!silent.isEmpty()) {
            VirtualIp last = silent.getLast();
            if (prober.hasAnswered(last, 0)) {
                silent.removeLast();
            } else {
                Thread.sleep(1);
            }
        }
    }

    private static void empty(BenchCluster benchCluster, List<VirtualIp> pool) throws Exception {
        benchCluster.cluster().del(pool);
        benchCluster.until("an empty pool", () -> benchCluster.cluster().watch().size() == 0);
        BenchCluster.sleep(REST);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
