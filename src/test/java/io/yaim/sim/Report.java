package io.yaim.sim;

import io.yaim.model.FailureMode;
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
                        tally.of("schedules"),
                        tally.of("steps"),
                        tally.of("seconds"),
                        tally.of("passes"),
                        tally.points(),
                        tally.checks(),
                        tally.of("moves"),
                        tally.longest(),
                        Arrays.stream(FailureMode.values())
                                .map(mode -> mode + " " + Calm.longestUnowned(TTL, mode) + ", "
                                        + Calm.longestMarkedByHand(TTL, mode))
                                .toList(),
                        tally.startingWith("fault ").values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        tally.startingWith("fault "),
                        tally.of("messages between nodes"),
                        tally.of("held over"),
                        tally.of("schedules with something held over"),
                        tally.of("schedules in failsafe"),
                        tally.startingWith("while held over "),
                        tally.of("kept for a restart"),
                        tally.of("taken over from a former life"),
                        tally.startingWith("guardian "),
                        tally.of("taken without the store"),
                        tally.of("outages"),
                        tally.of("two have it, in mode claim"),
                        tally.startingWith("excused "));
    }

    static String ofMeetings(Tally tally) {
        return String.format(
                Locale.ROOT,
                """
                %,d schedules, %,d steps, %,d s simulated, %,d passes, %,d points to stop at, %,d checks, %,d moves
                faults: %s
                longest: %s
                counted: %s
                """,
                tally.of("schedules"),
                tally.of("steps"),
                tally.of("seconds"),
                tally.of("passes"),
                tally.points(),
                tally.checks(),
                tally.of("moves"),
                tally.startingWith("fault "),
                tally.longest(),
                tally.startingWith(""));
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
