package io.yaim.bench;

import io.yaim.bench.Blow.Outcome;
import io.yaim.bench.Contestant.Kind;
import io.yaim.bench.Figures.Unit;
import io.yaim.lab.AddressHistory.Period;
import io.yaim.lab.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// yaim without a server beside keepalived, each with its default settings and with the quickest that make sense, in
/// one run and by turns: what a client feels when a host is hit, who has addresses twice, and what it takes to be idle.
/// Two owners are a failure of yaim's, and a figure of keepalived's.
public final class RivalsBench {

    private static final int FEW = 3;
    private static final int MANY = 20;
    private static final int STARTING = 4;
    private static final Duration SETTLING = Duration.ofSeconds(12);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final int TIMES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final List<Contestant> contestants;
    private final List<Struck> struck = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private record Struck(Blow blow, Kind kind, Outcome outcome, long from, long to) {

        /// Whether the hosts that had it could not hear each other.
        boolean explains(Period twice) {
            return blow.parts() && twice.from() > from && twice.to() < to;
        }
    }

    /// The packets of a contestant, counted some times.
    private record Count(Kind kind, List<Double> packets, List<Double> bytes) {}

    private RivalsBench(List<Contestant> contestants) {
        this.contestants = contestants;
    }

    /// Takes no arguments, or how many hosts to measure, 3 or 20; by default both.
    public static void main(String[] args) throws Exception {
        List<String> chosen = args.length == 0 ? List.of("" + MANY, "" + FEW) : List.of(args);
        if (chosen.contains("" + MANY)) {
            for (Kind kind : Kind.OURS) {
                many(kind);
            }
        }
        if (chosen.contains("" + FEW)) {
            few();
        }
    }

    /// Three hosts each: first nothing happens, then everything does, to one contestant after the other.
    private static void few() throws Exception {
        try (var all = new Contestants(List.of(Kind.values()), FEW, 1)) {
            var bench = new RivalsBench(all.all());
            all.all().forEach(Contestant::awaitCalm);
            bench.packets(FEW);
            bench.memory();
            for (Blow blow : Blow.values()) {
                bench.strike(blow);
            }
            for (Blow blow : Blow.values()) {
                bench.printSilences(blow);
            }
            for (Blow blow : Blow.values()) {
                bench.printDoubles(blow);
            }
            bench.printStalls();
            bench.requireOneOwner();
        }
    }

    /// The shortest leases may be too short for so many JVMs on one machine; that is told, and no failure.
    private static void many(Kind kind) throws Exception {
        try (var all = new Contestants(List.of(kind.rival(), kind), MANY, STARTING)) {
            var bench = new RivalsBench(all.all());
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!bench.isCalm() && System.nanoTime() < end) {
                Stage.rest(POLL);
            }
            bench.packets(MANY);
        }
    }

    private boolean isCalm() throws IOException {
        for (Contestant contestant : contestants) {
            if (!contestant.isCalm()) {
                return false;
            }
        }
        return true;
    }

    private void strike(Blow blow) throws Exception {
        for (int round = 0; round < blow.rounds(); round++) {
            for (Contestant contestant : contestants) {
                long start = System.nanoTime();
                Outcome outcome = blow.strike(contestant, contestant.victim(round));
                struck.add(new Struck(blow, contestant.kind(), outcome, start, System.nanoTime()));
            }
        }
    }

    private List<Outcome> outcomes(Blow blow, Kind kind) {
        return struck.stream()
                .filter(one -> one.blow == blow && one.kind == kind)
                .map(Struck::outcome)
                .toList();
    }

    private void printSilences(Blow blow) {
        String how = "each address of the host, " + blow.rounds() + " times; asked every 2 ms";
        for (Kind kind : Kind.OURS) {
            if (blow.goesOnAnswering()) {
                print("silence on " + blow, blow, kind, Outcome::silences, how);
                print(
                        "until another host has it, " + blow,
                        blow,
                        kind,
                        Outcome::takenOver,
                        ratio(blow, kind, Outcome::takenOver) + "by the kernels' events");
            } else {
                print("silence on " + blow, blow, kind, Outcome::silences, ratio(blow, kind, Outcome::silences) + how);
            }
        }
    }

    private void print(String figure, Blow blow, Kind kind, Function<Outcome, List<Double>> values, String how) {
        Figures.print(
                figure + ", " + kind.settings(),
                beside(values(blow, kind.rival(), values), Unit.MILLISECONDS),
                values(blow, kind, values),
                Unit.MILLISECONDS,
                how);
    }

    private static String beside(List<Double> rival, Unit unit) {
        return "keepalived: " + Figures.measured(rival, unit);
    }

    /// yaim's median by keepalived's, round by round.
    private String ratio(Blow blow, Kind kind, Function<Outcome, List<Double>> values) {
        List<Double> own = medians(blow, kind, values);
        List<Double> rival = medians(blow, kind.rival(), values);
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < own.size(); i++) {
            ratios.add(own.get(i) / rival.get(i));
        }
        return "yaim : keepalived " + Figures.measured(ratios, Unit.RATIO) + "; ";
    }

    private List<Double> values(Blow blow, Kind kind, Function<Outcome, List<Double>> values) {
        return outcomes(blow, kind).stream()
                .flatMap(outcome -> values.apply(outcome).stream())
                .toList();
    }

    private List<Double> medians(Blow blow, Kind kind, Function<Outcome, List<Double>> values) {
        return outcomes(blow, kind).stream()
                .map(outcome -> Figures.median(values.apply(outcome)))
                .toList();
    }

    private void printDoubles(Blow blow) {
        for (Kind kind : Kind.OURS) {
            List<Double> answered = values(blow, kind, Outcome::answered);
            List<Double> bound = values(blow, kind, Outcome::bound);
            boolean isEndless = outcomes(blow, kind.rival()).stream().anyMatch(Outcome::isEndless);
            String end = isEndless
                    ? ", and on, for it was watched for %d s"
                            .formatted(blow.lasting().toSeconds())
                    : "";
            Figures.print(
                    "answered by two hosts, " + blow + ", " + kind.settings(),
                    "0 ms",
                    answered,
                    Unit.MILLISECONDS,
                    beside(values(blow, kind.rival(), Outcome::answered), Unit.MILLISECONDS) + end);
            Figures.print(
                    "the same: bound on two",
                    kind.isGated() ? "" : "0 ms",
                    bound,
                    Unit.MILLISECONDS,
                    beside(values(blow, kind.rival(), Outcome::bound), Unit.MILLISECONDS) + end
                            + "; by the kernels' events");
            if (!blow.parts()) {
                noteFaults(blow, kind, answered);
                if (!kind.isGated()) {
                    noteFaults(blow, kind, bound);
                }
            }
        }
    }

    /// A silence that is not much longer says nothing of an address.
    private void printStalls() {
        List<Double> stalls = struck.stream().map(one -> one.outcome.stall()).toList();
        Figures.print("longest stall of the client itself", "", stalls, Unit.MILLISECONDS, "in each of these trials");
    }

    private void noteFaults(Blow blow, Kind kind, List<Double> doubles) {
        if (doubles.stream().anyMatch(time -> time > 0)) {
            faults.add("%s, %s: %s ms on two hosts".formatted(kind, blow, doubles));
        }
    }

    /// Also between the trials, by the kernels' events where nothing is bound that is silent.
    private void requireOneOwner() throws IOException {
        for (Contestant contestant : contestants) {
            Kind kind = contestant.kind();
            if (kind.isYaim() && !kind.isGated()) {
                contestant.history().doubles().stream()
                        .filter(twice -> struck.stream().noneMatch(one -> one.kind == kind && one.explains(twice)))
                        .forEach(twice -> faults.add(kind + ": " + twice));
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException("addresses were on two hosts: " + faults);
        }
    }

    private void memory() throws IOException {
        for (Kind kind : Kind.OURS) {
            List<Double> own = memory(contestant(kind), "status", "VmRSS");
            List<Double> rival = memory(contestant(kind.rival()), "status", "VmRSS");
            Figures.print(
                    "resident memory of a host's daemon, 12 addresses, " + kind.settings(),
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

    private Contestant contestant(Kind kind) {
        return contestants.stream()
                .filter(one -> one.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static List<Double> memory(Contestant contestant, String file, String line) throws IOException {
        var sizes = new ArrayList<Double>();
        for (String host : contestant.hosts()) {
            sizes.add(contestant.mebibytes(host, file, line));
        }
        return sizes;
    }

    /// Of all contestants at the same time, which hear nothing of each other.
    private void packets(int hosts) throws Exception {
        List<Count> counts = contestants.stream()
                .map(one -> new Count(one.kind(), new ArrayList<>(), new ArrayList<>()))
                .toList();
        Figures.progress("counting the packets of " + hosts + " hosts");
        Stage.rest(SETTLING);
        long since = System.nanoTime();
        for (int i = 0; i < TIMES; i++) {
            List<Traffic> before = sent();
            long start = System.nanoTime();
            Stage.rest(MEASURED);
            List<Traffic> after = sent();
            double seconds = (System.nanoTime() - start) / 1e9;
            for (int j = 0; j < counts.size(); j++) {
                Traffic more = after.get(j).since(before.get(j));
                counts.get(j).packets.add(more.frames() / seconds);
                counts.get(j).bytes.add(more.bytes() / seconds);
            }
        }
        for (Contestant contestant : contestants) {
            if (contestant.kind().isYaim()) {
                printPackets(hosts, contestant, counts, contestant.changes(since));
            }
        }
    }

    private static void printPackets(int hosts, Contestant contestant, List<Count> counts, long changes) {
        Kind kind = contestant.kind();
        Count own = count(counts, kind);
        Count rival = count(counts, kind.rival());
        String unrest = changes == 0 ? "" : "; not idle: addresses came and went %d times".formatted(changes);
        Figures.print(
                "packets a second, idle, %d hosts, %s".formatted(hosts, kind.settings()),
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
        for (Contestant contestant : contestants) {
            sent.add(contestant.sent());
        }
        return sent;
    }
}
