package io.yaim.bench;

import io.yaim.bench.Figures.Unit;
import io.yaim.lab.Etcd;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The requests of three nodes to etcd while nothing happens, as etcd counts them, with a small and with a large
/// pool.
public final class RequestsBench {

    private static final Pattern STARTED =
            Pattern.compile("grpc_server_started_total\\{grpc_method=\"(\\w+)\".*\\} (\\S+)");
    private static final Duration SETTLING = Duration.ofSeconds(25);
    private static final Duration MEASURED = Duration.ofMinutes(1);

    private RequestsBench() {}

    public static void main(String[] args) throws Exception {
        try (var benchCluster = new BenchCluster("requests", 3, List.of(), Duration.ofSeconds(1), Map.of())) {
            benchCluster.cluster().start();
            measure(benchCluster, "12", BenchCluster.pool(12));
            measure(benchCluster, "1,000", BenchCluster.pool(1000));
        }
    }

    private static void measure(BenchCluster benchCluster, String size, List<VirtualIp> pool) throws Exception {
        Etcd etcd = benchCluster.cluster().etcd();
        benchCluster.cluster().put(pool);
        benchCluster.awaitShared(pool, BenchCluster.NODES);
        BenchCluster.sleep(SETTLING);
        Figures.progress("measuring for a minute with " + size + " addresses");
        Map<String, Double> before = requests(etcd);
        BenchCluster.sleep(MEASURED);
        Map<String, Double> during = requests(etcd);
        before.forEach((method, count) -> during.merge(method, -count, Double::sum));
        during.values().removeIf(count -> count == 0);
        String how = "etcd's own count over a minute, divided by 3 nodes";
        print("keep-alives a node and minute, " + size + " addresses", "60", during, "LeaseKeepAlive", how);
        print("reads a node and minute, " + size + " addresses", "1", during, "Range", how);
        during.keySet().removeAll(List.of("LeaseKeepAlive", "Range"));
        double others =
                during.values().stream().mapToDouble(Double::doubleValue).sum();
        Figures.print(
                "other requests of all nodes, " + size + " addresses",
                "0",
                List.of(others),
                Unit.COUNT,
                during.isEmpty() ? "none" : during.toString());
    }

    private static void print(String figure, String aim, Map<String, Double> requests, String method, String how) {
        double each = requests.getOrDefault(method, 0.0) / BenchCluster.NODES.size();
        Figures.print(figure, aim, List.of(each), Unit.COUNT, how);
    }

    /// Requests so far, by method.
    private static Map<String, Double> requests(Etcd etcd) throws IOException {
        var counts = new TreeMap<String, Double>();
        Matcher matcher = STARTED.matcher(etcd.metrics());
        while (matcher.find()) {
            counts.merge(matcher.group(1), Double.parseDouble(matcher.group(2)), Double::sum);
        }
        return counts;
    }
}
