package io.yaim.sim;

import io.yaim.model.FailureMode;
import io.yaim.sim.engine.Tally;
import io.yaim.sim.judge.ConvergenceCheck;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// What was simulated, for people.
final class Report {

    private static final Duration TTL = Duration.ofSeconds(9);

    private Report() {}

    static String of(Tally tally) {
        return """
                %,d schedules, %,d steps, %,d s simulated, %,d passes, %,d points to stop at, %,d checks, %,d moves
                longest without owner after the last fault, and with two in mode claim: %s; bounds, without and with marks by hand: %s
                %,d faults: %s
                %,d messages between nodes; held over %,d times, in %,d of %,d schedules in failsafe
                while somebody held over: %s
                kept for a restart %,d times; %,d addresses taken over by the next life; guardians: %s
                mode claim: taken without the store %,d times, %,d outages, %,d looks at two that had one
                not held against yaim: %s
                """.formatted(
                        tally.countOf("schedules"),
                        tally.countOf("steps"),
                        tally.countOf("seconds"),
                        tally.countOf("passes"),
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
                        tally.countOf("held over"),
                        tally.countOf("schedules with something held over"),
                        tally.countOf("schedules in failsafe"),
                        tally.startingWith("while held over "),
                        tally.countOf("kept for a restart"),
                        tally.countOf("taken over from a former life"),
                        tally.startingWith("guardian "),
                        tally.countOf("taken without the store"),
                        tally.countOf("outages"),
                        tally.countOf("two have it, in mode claim"),
                        tally.startingWith("excused "));
    }

    static String ofMulticast(Tally tally) {
        return String.format(
                Locale.ROOT,
                """
                %,d schedules, %,d steps, %,d s simulated, %,d passes, %,d points to stop at, %,d checks, %,d moves
                faults: %s
                longest: %s
                counted: %s
                """,
                tally.countOf("schedules"),
                tally.countOf("steps"),
                tally.countOf("seconds"),
                tally.countOf("passes"),
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
