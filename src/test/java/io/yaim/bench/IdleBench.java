package io.yaim.bench;

import io.yaim.bench.Figures.Unit;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What three nodes with 200 addresses use of their machine while nothing happens.
public final class IdleBench {

    private static final List<VirtualIp> POOL = BenchCluster.pool(200);

    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final Duration MEASURED = Duration.ofSeconds(60);

    /// USER_HZ, in which `/proc` counts on every architecture.
    private static final double TICKS_PER_SECOND = 100;

    private IdleBench() {}

    public static void main(String[] args) throws Exception {
        List<Double> memory;
        List<Double> early;
        List<Double> late;
        try (var benchCluster =
                new BenchCluster("idle", 3, List.of(), Duration.ofSeconds(1), Map.of("check-interval", "1000"))) {
            benchCluster.cluster().put(POOL);
            benchCluster.cluster().start();
            benchCluster.awaitShared(POOL, BenchCluster.NODES);
            BenchCluster.sleep(SETTLING);
            early = cpuOfAMinute(benchCluster);
            late = cpuOfAMinute(benchCluster);
            memory = residentMebibytes(benchCluster);
        }
        Figures.print(
                "resident memory of a node, 200 addresses",
                "110 MiB",
                memory,
                Unit.MEBIBYTES,
                "VmRSS of each of 3 nodes after 140 s");
        String how = "user and system of each of 3 nodes; a shell check every second, without its processes";
        Figures.print("CPU time a minute, idle, 200 addresses, from 20 s on", "0.5 s", early, Unit.SECONDS, how);
        // code that runs once a second is compiled only after some minutes, and interpreted until then
        Figures.print("the same, from 80 s on", "", late, Unit.SECONDS, how);
    }

    private static List<Double> cpuOfAMinute(BenchCluster benchCluster) throws Exception {
        Figures.progress("measuring for a minute");
        List<Double> before = cpuSeconds(benchCluster);
        BenchCluster.sleep(MEASURED);
        List<Double> after = cpuSeconds(benchCluster);
        return IntStream.range(0, before.size())
                .mapToObj(i -> after.get(i) - before.get(i))
                .toList();
    }

    private static List<Double> cpuSeconds(BenchCluster benchCluster) throws IOException {
        var seconds = new ArrayList<Double>();
        for (String node : BenchCluster.NODES) {
            seconds.add(cpuSeconds(benchCluster.node(node).pid()));
        }
        return seconds;
    }

    private static List<Double> residentMebibytes(BenchCluster benchCluster) throws IOException {
        var sizes = new ArrayList<Double>();
        for (String node : BenchCluster.NODES) {
            sizes.add(BenchCluster.mebibytes(benchCluster.node(node).pid(), "status", "VmRSS"));
        }
        return sizes;
    }

    /// User and system time of the process so far: fields 14 and 15 of proc(5)'s `stat`, counted after the name.
    private static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }
}
