package io.yaim.bench;

import io.yaim.bench.Figures.Unit;
import io.yaim.lab.AddressHistory.Period;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts one node again and again, with etcd running and one address in the pool, until it has bound it.
public final class StartBench {

    private static final int RUNS = 10;
    private static final List<VirtualIp> POOL = BenchCluster.pool(1);
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration REST = Duration.ofSeconds(1);

    private StartBench() {}

    public static void main(String[] args) throws Exception {
        var times = new ArrayList<Double>();
        try (var benchCluster = new BenchCluster("start", 1, POOL, PERIOD, Map.of())) {
            benchCluster.cluster().put(POOL);
            for (int i = 0; i < RUNS; i++) {
                BenchCluster.sleep(REST);
                long before = System.nanoTime();
                benchCluster.node("n1").start();
                benchCluster.awaitShared(POOL, List.of("n1"));
                Period last = benchCluster.history().periods(POOL.getFirst()).getLast();
                times.add((last.from() - before) / 1e9);
                Figures.progress("bound after %.2f s".formatted(times.getLast()));
                benchCluster.node("n1").terminate();
            }
        }
        Figures.print(
                "start to first address bound",
                "1 s",
                times,
                Unit.SECONDS,
                "from before the exec of bin/yaim to the kernel's event");
    }
}
