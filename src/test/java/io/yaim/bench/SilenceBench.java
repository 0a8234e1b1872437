package io.yaim.bench;

import io.yaim.bench.Figures.Unit;
import io.yaim.lab.AddressHistory.Period;
import io.yaim.lab.Cluster;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Predicate;

/// Takes one of three nodes after the other away, in several ways. Measures how long its addresses were silent for a
/// client that sends a request to each of them every 2 ms through its ordinary ARP cache. A silence is the time
/// between two answers.
public final class SilenceBench {

    private static final int QUICK_RUNS = 6;
    private static final int SLOW_RUNS = 3;
    private static final List<VirtualIp> POOL = BenchCluster.pool(12);
    private static final Duration PERIOD = Duration.ofMillis(2);
    private static final Duration REST = Duration.ofSeconds(2);
    private static final String TAKEN_OVER = "ttl + 1.2 s = 6.2 s";

    private final BenchCluster benchCluster;

    private SilenceBench(BenchCluster benchCluster) {
        this.benchCluster = benchCluster;
    }

    public static void main(String[] args) throws Exception {
        List<Double> doubles;
        try (var benchCluster = new BenchCluster("silence", 3, POOL, PERIOD, Cluster.SHORT_TTL)) {
            var bench = new SilenceBench(benchCluster);
            benchCluster.cluster().put(POOL);
            benchCluster.cluster().start();
            bench.awaitShared();
            bench.terminate();
            bench.breakService();
            bench.kill();
            bench.killWithGuardian();
            bench.pullThePlug();
            doubles = bench.doubles();
            Figures.progress("the client's longest stall: "
                    + benchCluster.cluster().prober().longestStall().toMillis() + " ms");
        }
        Figures.print(
                "an address on two nodes",
                "0 ms",
                doubles,
                Unit.MILLISECONDS,
                "each address, in all of these; by the kernels' events on one clock");
    }

    private void terminate() throws Exception {
        var silences = new ArrayList<Double>();
        for (int i = 0; i < QUICK_RUNS; i++) {
            String node = BenchCluster.NODES.get(i % BenchCluster.NODES.size());
            silences.addAll(silences(node, () -> benchCluster.node(node).terminate()));
            benchCluster.node(node).start();
            awaitShared();
        }
        print("silence on SIGTERM", "50 ms", silences, Unit.MILLISECONDS, QUICK_RUNS);
    }

    private void breakService() throws Exception {
        var silences = new ArrayList<Double>();
        var detections = new ArrayList<Double>();
        for (int i = 0; i < QUICK_RUNS; i++) {
            String node = BenchCluster.NODES.get(i % BenchCluster.NODES.size());
            List<VirtualIp> hit = benchCluster.addressesOnlyOn(node, POOL);
            long since = System.nanoTime();
            silences.addAll(silences(node, () -> benchCluster.node(node).breakService()));
            detections.add((firstDrop(hit, since, hosts -> !hosts.contains(node)) - since) / 1e6);
            benchCluster.node(node).mendService();
            awaitShared();
        }
        print("silence when a check turns bad", "50 ms", silences, Unit.MILLISECONDS, QUICK_RUNS);
        Figures.print(
                "time until a bad check is noticed",
                "",
                detections,
                Unit.MILLISECONDS,
                "until the first drop; check-interval 250 ms, fall 1");
    }

    private void kill() throws Exception {
        var silences = new ArrayList<Double>();
        for (int i = 0; i < QUICK_RUNS; i++) {
            String node = BenchCluster.NODES.get(i % BenchCluster.NODES.size());
            silences.addAll(silences(node, () -> benchCluster.node(node).kill()));
            benchCluster.node(node).start();
            awaitShared();
        }
        print("silence on kill -9", "1000 ms", silences, Unit.MILLISECONDS, QUICK_RUNS);
    }

    private void killWithGuardian() throws Exception {
        var silences = new ArrayList<Double>();
        for (int i = 0; i < SLOW_RUNS; i++) {
            String node = BenchCluster.NODES.get(i % BenchCluster.NODES.size());
            silences.addAll(silences(node, () -> benchCluster.node(node).killWithGuardian()));
            benchCluster.node(node).start();
            awaitShared();
        }
        print("silence on kill -9 without a guardian, ttl 5 s", TAKEN_OVER, seconds(silences), Unit.SECONDS, SLOW_RUNS);
    }

    private void pullThePlug() throws Exception {
        var silences = new ArrayList<Double>();
        for (int i = 0; i < SLOW_RUNS; i++) {
            String node = BenchCluster.NODES.get(i % BenchCluster.NODES.size());
            silences.addAll(
                    silences(node, () -> benchCluster.cluster().segment().pullPlug(node)));
            benchCluster.cluster().segment().putPlugBack(node);
            awaitShared();
        }
        print("silence on a pulled link, ttl 5 s", TAKEN_OVER, seconds(silences), Unit.SECONDS, SLOW_RUNS);
    }

    /// How long each address of the node was silent because of the fault, in milliseconds.
    private List<Double> silences(String node, Injection injection) throws Exception {
        List<VirtualIp> hit = benchCluster.addressesOnlyOn(node, POOL);
        long since = System.nanoTime();
        injection.run();
        benchCluster.awaitShared(
                POOL,
                BenchCluster.NODES.stream().filter(Predicate.not(node::equals)).toList());
        benchCluster.awaitAnswers(POOL);
        var silences = new ArrayList<Double>();
        for (VirtualIp ip : hit) {
            Duration silence = benchCluster.cluster().prober().longestSilence(ip, since);
            silences.add(silence.toNanos() / 1e6);
        }
        Figures.progress("silent without %s: at most %.0f ms"
                .formatted(
                        node,
                        silences.stream().mapToDouble(Double::doubleValue).max().orElseThrow()));
        return silences;
    }

    private void awaitShared() throws Exception {
        benchCluster.awaitShared(POOL, BenchCluster.NODES);
        benchCluster.awaitAnswers(POOL);
        BenchCluster.sleep(REST);
    }

    private long firstDrop(List<VirtualIp> ips, long since, Predicate<SortedSet<String>> isGone) throws IOException {
        var history = benchCluster.history();
        return ips.stream()
                .flatMap(ip -> history.periods(ip).stream())
                .filter(period -> period.from() > since && isGone.test(period.hosts()))
                .mapToLong(Period::from)
                .min()
                .orElseThrow();
    }

    private List<Double> doubles() throws IOException {
        var history = benchCluster.history();
        return POOL.stream()
                .map(ip -> history.periods(ip).stream()
                        .filter(period -> period.hosts().size() > 1)
                        .mapToDouble(Period::millis)
                        .sum())
                .toList();
    }

    private static List<Double> seconds(List<Double> milliseconds) {
        return milliseconds.stream().map(time -> time / 1000).toList();
    }

    private static void print(String figure, String aim, List<Double> values, Unit unit, int runs) {
        Figures.print(figure, aim, values, unit, "each address of the node, " + runs + " times; asked every 2 ms");
    }

    private interface Injection {
        void run() throws Exception;
    }
}
