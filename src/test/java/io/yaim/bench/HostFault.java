package io.yaim.bench;

import io.yaim.lab.AddressHistory.Period;
import io.yaim.lab.AnswerWatch;
import io.yaim.lab.Cluster;
import io.yaim.lab.Prober;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Faults of one host of a [ComparedCluster], and what happens to its addresses.
enum HostFault {
    SIGTERM("SIGTERM", 3, Duration.ofSeconds(1)),
    KILL("kill -9 of the daemon", 3, Duration.ofSeconds(2)),
    KILL_ALL("kill -9 of all its processes", 2, Duration.ofSeconds(8)),
    CUT("a pulled link", 2, Duration.ofSeconds(1)),
    FREEZE("a freeze of 8 s", 2, Duration.ofSeconds(8));

    private static final Duration PROBE_PERIOD = Duration.ofMillis(2);
    private static final Duration ANSWER_PERIOD = Duration.ofMillis(10);

    /// No node joins or leaves for this time before a fault, and after recovery the cluster is watched for this
    /// time.
    private static final Duration REST = Duration.ofSeconds(1);

    private final String text;
    private final int rounds;
    private final Duration duration;

    HostFault(String text, int rounds, Duration lasting) {
        this.text = text;
        this.rounds = rounds;
        this.duration = lasting;
    }

    /// The result for each address, in milliseconds.
    ///
    /// @param silences the longest time between two answers to the client, from the fault until recovery
    /// @param takenOver from the fault until another host had it, by the kernels' events
    /// @param boundOnSeveral how long several hosts had it, by the kernels' events
    /// @param answeredBySeveral how long several hosts answered for it
    /// @param clientStall the longest time in which the client itself did nothing
    /// @param isDoubleAtEnd whether several hosts had one at the end
    record Outcome(
            List<Double> silences,
            List<Double> takenOver,
            List<Double> boundOnSeveral,
            List<Double> answeredBySeveral,
            double clientStall,
            boolean isDoubleAtEnd) {}

    /// How often each cluster has this fault.
    int rounds() {
        return rounds;
    }

    /// How long the fault lasts, or its effect is watched.
    Duration duration() {
        return duration;
    }

    /// Whether the host's kernel may go on answering. Then silence does not show when another host took over.
    boolean leavesKernelAnswering() {
        return this == KILL_ALL || this == FREEZE;
    }

    /// Whether the host is cut off from the others. Then no program promises anything.
    boolean isolatesHost() {
        return this == CUT;
    }

    /// Injects the fault, watches, and ends it. A restarted program may not have its share yet when this returns.
    Outcome injectAndMeasure(ComparedCluster comparedCluster, String host) throws Exception {
        comparedCluster.awaitShared();
        BenchCluster.sleep(REST);
        List<VirtualIp> hit = comparedCluster.addressesOnlyOn(host);
        var segment = comparedCluster.segment();
        try (var prober = Prober.start(segment.host(Cluster.CLIENT), hit, PROBE_PERIOD);
                var answers = AnswerWatch.start(segment, Cluster.CLIENT, comparedCluster.hosts(), hit, ANSWER_PERIOD)) {
            long start = System.nanoTime();
            comparedCluster.until("answers", () -> haveAnswered(prober, hit, start) && answers.hasHeardAll());
            long since = System.nanoTime();
            inject(comparedCluster, host);
            comparedCluster.until(
                    "another host to have what " + host + " had", () -> areOnAnotherHost(comparedCluster, hit, host));
            rest(since);
            heal(comparedCluster, host);
            long healed = System.nanoTime();
            comparedCluster.until("answers after " + this, () -> haveAnswered(prober, hit, healed));
            Outcome outcome = outcome(comparedCluster, hit, host, since, prober, answers);
            Figures.progress("%s, %s: silent %s, elsewhere after %s, bound twice %s, answered twice %s ms"
                    .formatted(
                            comparedCluster.kind(),
                            this,
                            worst(outcome.silences),
                            worst(outcome.takenOver),
                            worst(outcome.boundOnSeveral),
                            worst(outcome.answeredBySeveral)));
            return outcome;
        } finally {
            if (!comparedCluster.daemon(host).isRunning()) {
                comparedCluster.start(host);
                comparedCluster.until(
                        host + " to join", () -> comparedCluster.daemon(host).hasJoined());
            }
        }
    }

    private void inject(ComparedCluster comparedCluster, String host) throws IOException {
        var daemon = comparedCluster.daemon(host);
        switch (this) {
            case SIGTERM -> daemon.terminate();
            case KILL -> daemon.kill();
            case KILL_ALL -> daemon.killAll();
            case CUT -> comparedCluster.segment().pullPlug(host);
            case FREEZE -> daemon.freeze();
        }
        if (this != CUT && this != FREEZE) {
            comparedCluster.markStopped(host);
        }
    }

    /// The total time; the quickest faults are watched a little longer.
    private void rest(long since) throws InterruptedException {
        Duration left = duration.minusNanos(System.nanoTime() - since);
        BenchCluster.sleep(left.compareTo(REST) > 0 ? left : REST);
    }

    private void heal(ComparedCluster comparedCluster, String host) throws Exception {
        switch (this) {
            case SIGTERM, KILL, KILL_ALL -> {
                return;
            }
            case CUT -> comparedCluster.segment().putPlugBack(host);
            case FREEZE -> comparedCluster.daemon(host).thaw();
        }
        comparedCluster.awaitShared();
        BenchCluster.sleep(REST);
    }

    private static boolean haveAnswered(Prober prober, List<VirtualIp> ips, long since) throws IOException {
        for (VirtualIp ip : ips) {
            if (!prober.hasAnswered(ip, since)) {
                return false;
            }
        }
        return true;
    }

    private static boolean areOnAnotherHost(ComparedCluster comparedCluster, List<VirtualIp> ips, String host)
            throws IOException {
        var history = comparedCluster.history();
        return ips.stream().allMatch(ip -> isOnAnotherHost(history.periods(ip).getLast(), host));
    }

    private static boolean isOnAnotherHost(Period period, String host) {
        return period.hosts().stream().anyMatch(other -> !other.equals(host));
    }

    private static Outcome outcome(
            ComparedCluster comparedCluster,
            List<VirtualIp> hit,
            String host,
            long since,
            Prober prober,
            AnswerWatch answers)
            throws IOException {
        var silences = new ArrayList<Double>();
        var takenOver = new ArrayList<Double>();
        var bound = new ArrayList<Double>();
        var answered = new ArrayList<Double>();
        var history = comparedCluster.history();
        boolean isEndless = false;
        for (VirtualIp ip : hit) {
            List<Period> periods = history.periods(ip).stream()
                    .filter(period -> period.to() > since)
                    .toList();
            silences.add(prober.longestSilence(ip, since).toNanos() / 1e6);
            takenOver.add(periods.stream()
                    .filter(period -> isOnAnotherHost(period, host))
                    .mapToDouble(period -> (period.from() - since) / 1e6)
                    .findFirst()
                    .orElseThrow());
            bound.add(periods.stream()
                    .filter(period -> period.hosts().size() > 1)
                    .mapToDouble(Period::millis)
                    .sum());
            answered.add(answers.answeredBySeveral(ip, since).toNanos() / 1e6);
            isEndless |= periods.getLast().hosts().size() > 1;
        }
        double stall = prober.longestStall().toNanos() / 1e6;
        return new Outcome(silences, takenOver, bound, answered, stall, isEndless);
    }

    private static long worst(List<Double> values) {
        return Math.round(values.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }

    @Override
    public String toString() {
        return text;
    }
}
