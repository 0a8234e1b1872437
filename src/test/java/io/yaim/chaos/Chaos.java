package io.yaim.chaos;

import io.yaim.chaos.ChaosStage.Outcome;
import io.yaim.model.FailureMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/// Makes every fault happen several times in every mode, and prints a table of what clients and kernels saw.
public final class Chaos {

    private static final int RUNS = Integer.getInteger("yaim.runs", 5);

    private final List<Fault> faults;
    private final Random random;
    private boolean hasFailed;

    private Chaos(List<Fault> faults, Random random) {
        this.faults = faults;
        this.random = random;
    }

    /// @param args words that the names of the wanted faults or modes contain; none: all
    public static void main(String[] args) throws Exception {
        long seed = Long.getLong("yaim.seed", 1);
        System.err.println("seed " + seed);
        List<FailureMode> modes = new ArrayList<>(List.of(FailureMode.values()));
        var words = new ArrayList<String>();
        var named = new ArrayList<FailureMode>();
        for (String arg : args) {
            if (modes.stream().anyMatch(mode -> mode.toString().equals(arg))) {
                named.add(FailureMode.of(arg));
            } else {
                words.add(arg);
            }
        }
        List<Fault> faults = Faults.all().stream()
                .filter(fault -> words.isEmpty() || words.stream().anyMatch(fault.name()::contains))
                .toList();
        var chaos = new Chaos(faults, new Random(seed));
        for (FailureMode mode : named.isEmpty() ? modes : named) {
            chaos.run(mode);
        }
        System.exit(chaos.hasFailed ? 1 : 0);
    }

    private void run(FailureMode mode) throws Exception {
        try (var stage = new ChaosStage("chaos", mode)) {
            for (Fault fault : faults) {
                if (fault.bound(mode).isPresent()) {
                    measure(stage, fault, fault.bound(mode).get());
                }
            }
        }
    }

    private void measure(ChaosStage stage, Fault fault, Duration bound) throws Exception {
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < RUNS; i++) {
            outcomes.add(strike(stage, fault, random));
        }
        double doubled = outcomes.stream().mapToDouble(Outcome::doubled).max().orElseThrow();
        double longest = outcomes.stream().mapToDouble(Outcome::unowned).max().orElseThrow();
        boolean isWithin = longest <= bound.toMillis() && (doubled == 0 || stage.mode() == FailureMode.CLAIM);
        hasFailed |= !isWithin;
        System.out.println(String.join(
                " | ",
                fault.name(),
                stage.mode().toString(),
                spread(outcomes, Outcome::doubled),
                spread(outcomes, Outcome::unowned),
                bound.toMillis() + (isWithin ? "" : " MISSED"),
                spread(outcomes, Outcome::silence)));
    }

    /// Lets the fault happen once, to a node that is drawn, at a moment of the loop that is drawn too.
    static Outcome strike(ChaosStage stage, Fault fault, Random random) throws Exception {
        stage.calm();
        ChaosStage.rest(Duration.ofMillis(random.nextInt(1000)));
        String node = ChaosStage.NODES.get(random.nextInt(ChaosStage.NODES.size()));
        long since = System.nanoTime();
        fault.blow().strike(stage, node);
        stage.calm();
        return stage.outcome(since);
    }

    private static String spread(List<Outcome> outcomes, ToDoubleFunction<Outcome> of) {
        double[] sorted = outcomes.stream().mapToDouble(of).sorted().toArray();
        return String.format(
                Locale.ROOT, "%.0f / %.0f / %.0f", sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }
}
