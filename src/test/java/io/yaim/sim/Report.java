package io.yaim.sim;

import io.yaim.model.FailureMode;
import io.yaim.sim.engine.Tally;
import io.yaim.sim.judge.ConvergenceCheck;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// What was simulated, as text.
final class Report {

    private static final Duration TTL = Duration.ofSeconds(9);

    private Report() {}

    static String of(Tally tally) {
        return """
                %,d schedules, %,d steps, %,d s simulated, %,d cycles, %,d interruption points, %,d checks, %,d moves
                longest times without an owner after the last fault, and on two nodes in mode claim: %s
                bounds, without and with marks by hand: %s
                %,d faults: %s
                %,d messages between nodes; held by consent %,d times, in %,d of %,d schedules in failsafe
                while an address was held by consent: %s
                retained for a restart %,d times; %,d addresses taken over by the next incarnation; cleanups: %s
                mode claim: taken without the store %,d times, %,d outages, %,d checks that found an entry on two nodes
                caused by a broken assumption: %s
                """.formatted(
                        tally.countOf("schedules"),
                        tally.countOf("steps"),
                        tally.countOf("seconds"),
                        tally.countOf("cycles"),
                        tally.interruptionPoints(),
                        tally.checks(),
                        tally.countOf("moves"),
                        tally.longest(),
                        Arrays.stream(FailureMode.values())
                                .map(mode -> mode + " " + ConvergenceCheck.longestUnowned(TTL, mode) + ", "
                                        + ConvergenceCheck.longestMarkedByHand(TTL, mode))
                                .toList(),
                        tally.startingWith("fault ").values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        tally.startingWith("fault "),
                        tally.countOf("messages between nodes"),
                        tally.countOf("held by consent"),
                        tally.countOf("schedules with an address held by consent"),
                        tally.countOf("schedules in failsafe"),
                        tally.startingWith("while held by consent "),
                        tally.countOf("retained for a restart"),
                        tally.countOf("taken over from a previous incarnation"),
                        tally.startingWith("cleanup "),
                        tally.countOf("taken without the store"),
                        tally.countOf("outages"),
                        tally.countOf("on two nodes in mode claim"),
                        tally.startingWith("excused "));
    }

    static String ofMulticast(Tally tally) {
        return String.format(
                Locale.ROOT,
                """
                %,d schedules, %,d steps, %,d s simulated, %,d cycles, %,d interruption points, %,d checks, %,d moves
                faults: %s
                longest: %s
                counted: %s
                """,
                tally.countOf("schedules"),
                tally.countOf("steps"),
                tally.countOf("seconds"),
                tally.countOf("cycles"),
                tally.interruptionPoints(),
                tally.checks(),
                tally.countOf("moves"),
                tally.startingWith("fault "),
                tally.longest(),
                tally.startingWith(""));
    }

    static String ofProgress(Tally tally) {
        return String.format(
                Locale.ROOT,
                "%,d schedules, %,d steps, %,d faults",
                tally.countOf("schedules"),
                tally.countOf("steps"),
                tally.startingWith("fault ").values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }
}
