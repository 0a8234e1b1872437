package io.yaim.bench;

import io.yaim.bench.Blow.Outcome;
import io.yaim.bench.Contestant.Kind;
import io.yaim.bench.Figures.Unit;
import io.yaim.lab.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    private static final String HOW = "each address of the host, %d times; asked every 2 ms";

    private final Map<Kind, Contestant> contestants;
    private final Map<Blow, Map<Kind, List<Outcome>>> outcomes = new EnumMap<>(Blow.class);
    private final List<String> faults = new ArrayList<>();

    private RivalsBench(Map<Kind, Contestant> contestants) {
        this.contestants = contestants;
    }

    /// Takes no arguments, or how many hosts to measure, 3 or 20; by default both.
    public static void main(String[] args) throws Exception {
        List<String> chosen = args.length == 0 ? List.of("" + MANY, "" + FEW) : List.of(args);
        if (chosen.contains("" + MANY)) {
            many(List.of(Kind.KEEPALIVED, Kind.KEEPALIVED_QUICK, Kind.YAIM));
            many(List.of(Kind.YAIM_QUICK));
        }
        if (chosen.contains("" + FEW)) {
            few();
        }
    }

    /// Three hosts each: first nothing happens, then everything does, to one contestant after the other.
    private static void few() throws Exception {
        try (var all = new Contestants(List.of(Kind.values()), FEW, 1)) {
            var bench = new RivalsBench(all.byKind());
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
            bench.requireOneOwner();
        }
    }

    private static void many(List<Kind> kinds) throws Exception {
        try (var all = new Contestants(kinds, MANY, STARTING)) {
            new RivalsBench(all.byKind()).packets(MANY);
        }
    }

    private void strike(Blow blow) throws Exception {
        var each = new EnumMap<Kind, List<Outcome>>(Kind.class);
        outcomes.put(blow, each);
        for (int round = 0; round < blow.rounds(); round++) {
            for (var entry : contestants.entrySet()) {
                Contestant contestant = entry.getValue();
                Outcome outcome = blow.strike(contestant, contestant.victim(round));
                each.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(outcome);
            }
        }
    }

    private void printSilences(Blow blow) {
        String how = HOW.formatted(blow.rounds());
        print("silence on " + blow, blow, Outcome::silences, how);
        if (blow.leavesHost()) {
            print("until another host has it, " + blow, blow, Outcome::takenOver, how + "; by the kernels' events");
        }
    }

    /// The rival's median is the aim; where keepalived was silent at all, a ratio by rounds.
    private void print(String figure, Blow blow, Function<Outcome, List<Double>> values, String how) {
        for (Kind kind : Kind.values()) {
            List<Double> own = values(blow, kind, values);
            List<Double> rival = values(blow, kind.rival(), values);
            String aim = kind.isYaim() ? "%.0f ms".formatted(Figures.median(rival)) : "";
            Figures.print(figure + ": " + kind, aim, own, Unit.MILLISECONDS, how);
            if (kind.isYaim() && rival.stream().allMatch(value -> value > 0)) {
                printRatio(figure, kind, medians(blow, kind, values), medians(blow, kind.rival(), values));
            }
        }
    }

    private static void printRatio(String figure, Kind kind, List<Double> own, List<Double> rival) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < own.size(); i++) {
            ratios.add(own.get(i) / rival.get(i));
        }
        Figures.print(
                figure + ": " + kind + " by " + kind.rival(), "at most 1", ratios, Unit.RATIO, "medians, by turns");
    }

    private List<Double> values(Blow blow, Kind kind, Function<Outcome, List<Double>> values) {
        return outcomes.get(blow).get(kind).stream()
                .flatMap(outcome -> values.apply(outcome).stream())
                .toList();
    }

    private List<Double> medians(Blow blow, Kind kind, Function<Outcome, List<Double>> values) {
        return outcomes.get(blow).get(kind).stream()
                .map(outcome -> Figures.median(values.apply(outcome)))
                .toList();
    }

    private void printDoubles(Blow blow) {
        for (Kind kind : Kind.values()) {
            List<Double> answered = values(blow, kind, Outcome::answered);
            List<Double> bound = values(blow, kind, Outcome::bound);
            boolean isEndless = outcomes.get(blow).get(kind).stream().anyMatch(Outcome::isEndless);
            String how = "every host asked every 10 ms; bound on two, by the kernels' events: "
                    + Figures.measured(bound, Unit.MILLISECONDS)
                    + (isEndless
                            ? "; without end: counted until " + blow.lasting().toSeconds() + " s after the blow"
                            : "");
            Figures.print(
                    "answered by two hosts, " + blow + ": " + kind,
                    kind.isYaim() ? "0 ms" : "",
                    answered,
                    Unit.MILLISECONDS,
                    how);
            if (kind.isYaim() && !blow.parts()) {
                noteFaults(blow, kind, answered);
                if (!kind.isGated()) {
                    noteFaults(blow, kind, bound);
                }
            }
        }
    }

    private void noteFaults(Blow blow, Kind kind, List<Double> doubles) {
        if (doubles.stream().anyMatch(time -> time > 0)) {
            faults.add("%s, %s: %s ms on two hosts".formatted(kind, blow, doubles));
        }
    }

    private void requireOneOwner() {
        if (!faults.isEmpty()) {
            throw new IllegalStateException("addresses were on two hosts: " + faults);
        }
    }

    private void memory() throws IOException {
        for (Kind kind : contestants.keySet()) {
            List<Double> resident = memory(kind, "status", "VmRSS");
            Figures.print(
                    "resident memory of a host's daemon, 12 addresses: " + kind,
                    kind.isYaim() ? "%.1f MiB".formatted(Figures.median(memory(kind.rival(), "status", "VmRSS"))) : "",
                    resident,
                    Unit.MEBIBYTES,
                    "VmRSS of all processes of each of 3 hosts; what is shared divided (PSS): "
                            + Figures.measured(memory(kind, "smaps_rollup", "Pss"), Unit.MEBIBYTES));
        }
    }

    private List<Double> memory(Kind kind, String file, String line) throws IOException {
        Contestant contestant = contestants.get(kind);
        var sizes = new ArrayList<Double>();
        for (String host : contestant.hosts()) {
            sizes.add(contestant.mebibytes(host, file, line));
        }
        return sizes;
    }

    /// Of all contestants at the same time, which hear nothing of each other.
    private void packets(int hosts) throws Exception {
        Figures.progress("counting the packets of " + hosts + " hosts: " + contestants.keySet());
        Stage.rest(SETTLING);
        var packets = new EnumMap<Kind, List<Double>>(Kind.class);
        var bytes = new EnumMap<Kind, Long>(Kind.class);
        for (int i = 0; i < TIMES; i++) {
            Map<Kind, Traffic> before = sent();
            long start = System.nanoTime();
            Stage.rest(MEASURED);
            Map<Kind, Traffic> after = sent();
            double seconds = (System.nanoTime() - start) / 1e9;
            after.forEach((kind, traffic) -> {
                Traffic more = traffic.since(before.get(kind));
                packets.computeIfAbsent(kind, _ -> new ArrayList<>()).add(more.frames() / seconds);
                bytes.merge(kind, Math.round(more.bytes() / seconds), Math::max);
            });
        }
        packets.forEach((kind, values) -> Figures.print(
                "packets a second on the wire, idle, %d hosts: %s".formatted(hosts, kind),
                "",
                values,
                Unit.COUNT,
                "sent by all hosts together, 10 s each; at most %,d bytes/s".formatted(bytes.get(kind))));
    }

    private Map<Kind, Traffic> sent() throws Exception {
        var sent = new EnumMap<Kind, Traffic>(Kind.class);
        for (var entry : contestants.entrySet()) {
            sent.put(entry.getKey(), entry.getValue().sent());
        }
        return sent;
    }
}
