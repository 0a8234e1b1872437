package io.yaim.sim;

import java.time.Duration;
import java.util.Locale;

/// What was simulated, for people.
final class Report {

    private static final Duration TTL = Duration.ofSeconds(9);

    private Report() {}

    static String of(Tally tally) {
        return """
                %,d schedules of %d steps, %,d s simulated, %,d passes, %,d points to stop at, %,d checks, %,d moves
                longest without owner after the last fault: %s; bounds: plain %s, marked by hand %s
                %,d faults: %s
                not held against yaim: %s
                """.formatted(
                        tally.of("schedules"),
                        Schedule.STEPS,
                        tally.of("seconds"),
                        tally.of("passes"),
                        tally.points(),
                        tally.checks(),
                        tally.of("moves"),
                        tally.longest(),
                        Calm.longestUnowned(TTL),
                        Calm.longestMarkedByHand(TTL),
                        tally.startingWith("fault ").values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        tally.startingWith("fault "),
                        tally.startingWith("excused "));
    }

    static String ofProgress(Tally tally) {
        return String.format(
                Locale.ROOT,
                "%,d schedules, %,d steps, %,d faults",
                tally.of("schedules"),
                tally.of("steps"),
                tally.startingWith("fault ").values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }
}
