package io.yaim.bench;

import io.yaim.bench.ComparedCluster.Kind;
import io.yaim.bench.Figures.Unit;
import io.yaim.bench.HostFault.Outcome;
import io.yaim.lab.AddressHistory.Period;
import io.yaim.lab.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Compares yaim without a server with keepalived, each with its default settings and with the quickest sensible
/// ones, in one run and by turns: how long a client waits when a host fails, which addresses are on two hosts, and
/// what each uses while idle. Two owners are a failure of yaim, and a figure of keepalived.
public final class RivalsBench {

    private static final int FEW = 3;
    private static final int MANY = 20;
    private static final int STARTING = 4;
    private static final Duration SETTLING = Duration.ofSeconds(12);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final int TIMES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final List<ComparedCluster> contestants;
    private final List<FaultTrial> trials = new ArrayList<>();
    private final List<String> doublesFound = new ArrayList<>();

    private record FaultTrial(HostFault fault, Kind kind, Outcome outcome, long from, long to) {

        /// Whether the hosts that had it were cut off from each other.
        boolean explains(Period twice) {
            return fault.isolatesHost() && twice.from() > from && twice.to() < to;
        }
    }

    /// The packets of one cluster, counted several times.
    private record Count(Kind kind, List<Double> packets, List<Double> bytes) {}

    private RivalsBench(List<ComparedCluster> contestants) {
        this.contestants = contestants;
    }

    /// Takes no arguments, or the number of hosts, 3 or 20; by default both.
    public static void main(String[] args) throws Exception {
        List<String> chosen = args.length == 0 ? List.of("" + MANY, "" + FEW) : List.of(args);
        if (chosen.contains("" + MANY)) {
            for (Kind kind : Kind.OURS) {
                compareMany(kind);
            }
        }
        if (chosen.contains("" + FEW)) {
            compareFew();
        }
    }

    /// Three hosts each. First nothing happens, then every fault, to one cluster after the other.
    private static void compareFew() throws Exception {
        try (var all = new ComparedClusters(List.of(Kind.values()), FEW, 1)) {
            var bench = new RivalsBench(all.all());
            all.all().forEach(ComparedCluster::awaitShared);
            bench.packets(FEW);
            bench.memory();
            for (HostFault hostFault : HostFault.values()) {
                bench.runTrials(hostFault);
            }
            for (HostFault hostFault : HostFault.values()) {
                bench.printSilences(hostFault);
            }
            for (HostFault hostFault : HostFault.values()) {
                bench.printDoubles(hostFault);
            }
            bench.printStalls();
            bench.requireOneOwner();
        }
    }

    /// The shortest leases may be too short for so many JVMs on one machine. That is reported, and not a failure.
    private static void compareMany(Kind kind) throws Exception {
        try (var all = new ComparedClusters(List.of(kind.rival(), kind), MANY, STARTING)) {
            var bench = new RivalsBench(all.all());
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!bench.isCalm() && System.nanoTime() < end) {
                BenchCluster.sleep(POLL);
            }
            bench.packets(MANY);
        }
    }

    private boolean isCalm() throws IOException {
        for (ComparedCluster comparedCluster : contestants) {
            if (!comparedCluster.isShared()) {
                return false;
            }
        }
        return true;
    }

    private void runTrials(HostFault hostFault) throws Exception {
        for (int round = 0; round < hostFault.rounds(); round++) {
            for (ComparedCluster comparedCluster : contestants) {
                long start = System.nanoTime();
                Outcome outcome = hostFault.injectAndMeasure(comparedCluster, comparedCluster.victim(round));
                trials.add(new FaultTrial(hostFault, comparedCluster.kind(), outcome, start, System.nanoTime()));
            }
        }
    }

    private List<Outcome> outcomes(HostFault hostFault, Kind kind) {
        return trials.stream()
                .filter(one -> one.fault == hostFault && one.kind == kind)
                .map(FaultTrial::outcome)
                .toList();
    }

    private void printSilences(HostFault hostFault) {
        String how = "each address of the host, " + hostFault.rounds() + " times; asked every 2 ms";
        for (Kind kind : Kind.OURS) {
            if (hostFault.leavesKernelAnswering()) {
                print("silence on " + hostFault, hostFault, kind, Outcome::silences, how);
                print(
                        "until another host has it, " + hostFault,
                        hostFault,
                        kind,
                        Outcome::takenOver,
                        ratio(hostFault, kind, Outcome::takenOver) + "by the kernels' events");
            } else {
                print(
                        "silence on " + hostFault,
                        hostFault,
                        kind,
                        Outcome::silences,
                        ratio(hostFault, kind, Outcome::silences) + how);
            }
        }
    }

    private void print(
            String figure, HostFault hostFault, Kind kind, Function<Outcome, List<Double>> values, String how) {
        Figures.print(
                figure + ", " + kind.settingsName(),
                beside(values(hostFault, kind.rival(), values), Unit.MILLISECONDS),
                values(hostFault, kind, values),
                Unit.MILLISECONDS,
                how);
    }

    private static String beside(List<Double> rival, Unit unit) {
        return "keepalived: " + Figures.measured(rival, unit);
    }

    /// The median of yaim divided by that of keepalived, trial by trial.
    private String ratio(HostFault hostFault, Kind kind, Function<Outcome, List<Double>> values) {
        List<Double> own = medians(hostFault, kind, values);
        List<Double> rival = medians(hostFault, kind.rival(), values);
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < own.size(); i++) {
            ratios.add(own.get(i) / rival.get(i));
        }
        return "yaim : keepalived " + Figures.measured(ratios, Unit.RATIO) + "; ";
    }

    private List<Double> values(HostFault hostFault, Kind kind, Function<Outcome, List<Double>> values) {
        return outcomes(hostFault, kind).stream()
                .flatMap(outcome -> values.apply(outcome).stream())
                .toList();
    }

    private List<Double> medians(HostFault hostFault, Kind kind, Function<Outcome, List<Double>> values) {
        return outcomes(hostFault, kind).stream()
                .map(outcome -> Figures.median(values.apply(outcome)))
                .toList();
    }

    private void printDoubles(HostFault hostFault) {
        for (Kind kind : Kind.OURS) {
            List<Double> answered = values(hostFault, kind, Outcome::answeredBySeveral);
            List<Double> bound = values(hostFault, kind, Outcome::boundOnSeveral);
            boolean isEndless = outcomes(hostFault, kind.rival()).stream().anyMatch(Outcome::isDoubleAtEnd);
            String end = isEndless
                    ? ", and on, for it was watched for %d s"
                            .formatted(hostFault.duration().toSeconds())
                    : "";
            Figures.print(
                    "answered by two hosts, " + hostFault + ", " + kind.settingsName(),
                    "0 ms",
                    answered,
                    Unit.MILLISECONDS,
                    beside(values(hostFault, kind.rival(), Outcome::answeredBySeveral), Unit.MILLISECONDS) + end);
            Figures.print(
                    "the same: bound on two",
                    kind.usesGate() ? "" : "0 ms",
                    bound,
                    Unit.MILLISECONDS,
                    beside(values(hostFault, kind.rival(), Outcome::boundOnSeveral), Unit.MILLISECONDS) + end
                            + "; by the kernels' events");
            if (!hostFault.isolatesHost()) {
                recordDoubles(hostFault, kind, answered);
                if (!kind.usesGate()) {
                    recordDoubles(hostFault, kind, bound);
                }
            }
        }
    }

    /// A silence that is not much longer than the client's stall says nothing about an address.
    private void printStalls() {
        List<Double> stalls =
                trials.stream().map(one -> one.outcome.clientStall()).toList();
        Figures.print("longest stall of the client itself", "", stalls, Unit.MILLISECONDS, "in each of these trials");
    }

    private void recordDoubles(HostFault hostFault, Kind kind, List<Double> doubles) {
        if (doubles.stream().anyMatch(time -> time > 0)) {
            doublesFound.add("%s, %s: %s ms on two hosts".formatted(kind, hostFault, doubles));
        }
    }

    /// Also between the trials, by the kernels' events, for kinds without silent bound addresses.
    private void requireOneOwner() throws IOException {
        for (ComparedCluster comparedCluster : contestants) {
            Kind kind = comparedCluster.kind();
            if (kind.isYaim() && !kind.usesGate()) {
                comparedCluster.history().doubles().stream()
                        .filter(twice -> trials.stream().noneMatch(one -> one.kind == kind && one.explains(twice)))
                        .forEach(twice -> doublesFound.add(kind + ": " + twice));
            }
        }
        if (!doublesFound.isEmpty()) {
            throw new IllegalStateException("addresses were on two hosts: " + doublesFound);
        }
    }

    private void memory() throws IOException {
        for (Kind kind : Kind.OURS) {
            List<Double> own = memory(contestant(kind), "status", "VmRSS");
            List<Double> rival = memory(contestant(kind.rival()), "status", "VmRSS");
            Figures.print(
                    "resident memory of a host's daemon, 12 addresses, " + kind.settingsName(),
                    beside(rival, Unit.MEBIBYTES),
                    own,
                    Unit.MEBIBYTES,
                    "VmRSS of all its processes, each of 3 hosts; shared pages divided (PSS): %s, keepalived: %s"
                            .formatted(
                                    Figures.measured(memory(contestant(kind), "smaps_rollup", "Pss"), Unit.MEBIBYTES),
                                    Figures.measured(
                                            memory(contestant(kind.rival()), "smaps_rollup", "Pss"), Unit.MEBIBYTES)));
        }
    }

    private ComparedCluster contestant(Kind kind) {
        return contestants.stream()
                .filter(one -> one.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static List<Double> memory(ComparedCluster comparedCluster, String file, String line) throws IOException {
        var sizes = new ArrayList<Double>();
        for (String host : comparedCluster.hosts()) {
            sizes.add(comparedCluster.mebibytes(host, file, line));
        }
        return sizes;
    }

    /// Of all clusters at the same time, which do not reach each other.
    private void packets(int hosts) throws Exception {
        List<Count> counts = contestants.stream()
                .map(one -> new Count(one.kind(), new ArrayList<>(), new ArrayList<>()))
                .toList();
        Figures.progress("counting the packets of " + hosts + " hosts");
        BenchCluster.sleep(SETTLING);
        long since = System.nanoTime();
        for (int i = 0; i < TIMES; i++) {
            List<Traffic> before = sent();
            long start = System.nanoTime();
            BenchCluster.sleep(MEASURED);
            List<Traffic> after = sent();
            double seconds = (System.nanoTime() - start) / 1e9;
            for (int j = 0; j < counts.size(); j++) {
                Traffic more = after.get(j).since(before.get(j));
                counts.get(j).packets.add(more.frames() / seconds);
                counts.get(j).bytes.add(more.bytes() / seconds);
            }
        }
        for (ComparedCluster comparedCluster : contestants) {
            if (comparedCluster.kind().isYaim()) {
                printPackets(hosts, comparedCluster, counts, comparedCluster.changes(since));
            }
        }
    }

    private static void printPackets(int hosts, ComparedCluster comparedCluster, List<Count> counts, long changes) {
        Kind kind = comparedCluster.kind();
        Count own = count(counts, kind);
        Count rival = count(counts, kind.rival());
        String unrest = changes == 0 ? "" : "; not idle: addresses came and went %d times".formatted(changes);
        Figures.print(
                "packets a second, idle, %d hosts, %s".formatted(hosts, kind.settingsName()),
                beside(rival.packets, Unit.COUNT),
                own.packets,
                Unit.COUNT,
                "sent by all hosts together, 10 s each; %.1f kB/s, keepalived: %.1f kB/s"
                                .formatted(Figures.median(own.bytes) / 1000, Figures.median(rival.bytes) / 1000)
                        + unrest);
    }

    private static Count count(List<Count> counts, Kind kind) {
        return counts.stream().filter(one -> one.kind == kind).findFirst().orElseThrow();
    }

    private List<Traffic> sent() throws Exception {
        var sent = new ArrayList<Traffic>();
        for (ComparedCluster comparedCluster : contestants) {
            sent.add(comparedCluster.sent());
        }
        return sent;
    }
}
