package io.yaim.chaos;

import io.yaim.chaos.ChaosCluster.Outcome;
import io.yaim.chaos.Fault.Victim;
import io.yaim.lab.YaimNode;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.awaitility.core.ConditionTimeoutException;

/// Injects every fault several times in every mode, and prints a table of what clients and kernels saw.
public final class Chaos {

    private static final int RUNS = Integer.getInteger("yaim.runs", 5);

    private final List<Fault> faults;
    private final Random random;
    private boolean hasFailed;

    private Chaos(List<Fault> faults, Random random) {
        this.faults = faults;
        this.random = random;
    }

    /// Injects each fault `yaim.runs` times, from seed `yaim.seed` on. Exit status 1: something did not hold.
    ///
    /// @param args words that the names of the wanted faults or modes contain; none: all
    public static void main(String[] args) throws Exception {
        long seed = Long.getLong("yaim.seed", 1);
        System.err.println("seed " + seed);
        var words = new ArrayList<String>();
        var named = new ArrayList<Mode>();
        for (String arg : args) {
            Mode.of(arg).ifPresentOrElse(named::add, () -> words.add(arg));
        }
        List<Fault> faults = Faults.all().stream()
                .filter(fault -> words.isEmpty() || words.stream().anyMatch(fault.name()::contains))
                .toList();
        var chaos = new Chaos(faults, new Random(seed));
        for (Mode mode : named.isEmpty() ? List.of(Mode.values()) : named) {
            chaos.run(mode);
        }
        System.exit(chaos.hasFailed ? 1 : 0);
    }

    private void run(Mode mode) throws Exception {
        try (var stage = new ChaosCluster("chaos", mode)) {
            for (Fault fault : faults) {
                if (fault.bound(mode).isPresent()) {
                    measure(stage, fault, fault.bound(mode).get());
                }
            }
        }
    }

    private void measure(ChaosCluster stage, Fault fault, Duration bound) throws Exception {
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < RUNS; i++) {
            try {
                Outcome outcome = injectOnce(stage, fault, random);
                System.err.printf("%s %s, %s: %s%n", LocalTime.now(ZoneOffset.UTC), stage.mode(), fault, outcome);
                if (outcome.onTwo() > 0) {
                    System.err.println(stage.cluster().report());
                }
                outcomes.add(outcome);
            } catch (IOException | ConditionTimeoutException e) {
                // the other faults are still worth running
                System.err.println(fault + ": " + e + "\n" + stage.cluster().report());
                hasFailed = true;
            }
        }
        if (outcomes.isEmpty()) {
            System.out.println(fault.name() + " | " + stage.mode() + " | FAILED | | | | 0");
            return;
        }
        boolean isTwice = outcomes.stream().anyMatch(outcome -> outcome.hasForbiddenDouble(fault, stage.mode()));
        boolean isLate = longest(outcomes, Outcome::unowned) > bound.toMillis();
        hasFailed |= isTwice
                || isLate
                || outcomes.stream().anyMatch(outcome -> outcome.hasDoubleAfterMerge(fault, Duration.ZERO));
        System.out.println(String.join(
                " | ",
                fault.name(),
                stage.mode().toString(),
                spread(outcomes, Outcome::onTwo)
                        + (isTwice ? " ON TWO NODES" : remarkOnDoubles(stage.mode(), fault, outcomes)),
                spread(outcomes, Outcome::unowned),
                bound.toMillis() + (isLate ? " OVER BOUND" : ""),
                spread(outcomes, Outcome::silence),
                Integer.toString(outcomes.size())));
    }

    /// Injects the fault once, into a random node, at a random moment of the loop.
    static Outcome injectOnce(ChaosCluster stage, Fault fault, Random random) throws Exception {
        stage.recover();
        String name = victim(stage, fault, random);
        YaimNode node = stage.node(name);
        stage.markDisturbed();
        if (!fault.environment().isEmpty()) {
            node.terminate();
            node.start(fault.environment());
            stage.recover();
            stage.markDisturbed();
        }
        ChaosCluster.sleep(Duration.ofMillis(random.nextInt(1000)));
        long since = System.nanoTime();
        fault.injection().inject(stage, name);
        stage.recover();
        Outcome outcome = stage.outcome(since, fault.division(), name);
        if (!fault.environment().isEmpty() && node.isRunning()) {
            stage.markDisturbed();
            node.terminate();
        }
        return outcome;
    }

    private static String victim(ChaosCluster stage, Fault fault, Random random) throws Exception {
        var names = new ArrayList<>(ChaosCluster.NODES);
        Collections.shuffle(names, random);
        if (stage.mode().hasServer() || fault.victim() == Victim.ANY) {
            return names.getFirst();
        }
        stage.startInOrder(names);
        return switch (fault.victim()) {
            case COORDINATOR -> names.getFirst();
            case ANY, FOLLOWER -> names.getLast();
        };
    }

    /// A remark on tolerated doubles.
    private static String remarkOnDoubles(Mode mode, Fault fault, List<Outcome> outcomes) {
        if (fault.isDividing() && !fault.forbidsDouble(mode)) {
            boolean isLong = outcomes.stream().anyMatch(outcome -> outcome.hasDoubleAfterMerge(fault, Duration.ZERO));
            return String.format(
                    Locale.ROOT,
                    " (divided; until %.0f after recovery%s)",
                    longest(outcomes, Outcome::onTwoAfterRecovery),
                    isLong ? ", OVER BOUND" : "");
        }
        return fault.isDoubleTolerated() ? " (tolerated)" : "";
    }

    private static double longest(List<Outcome> outcomes, ToDoubleFunction<Outcome> of) {
        return outcomes.stream().mapToDouble(of).max().orElseThrow();
    }

    private static String spread(List<Outcome> outcomes, ToDoubleFunction<Outcome> of) {
        double[] sorted = outcomes.stream().mapToDouble(of).sorted().toArray();
        return String.format(
                Locale.ROOT, "%.0f / %.0f / %.0f", sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }
}
