package io.yaim.report;

import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Lease;
import io.yaim.plan.Observation;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.logging.Level;

/// Logs a failure when it begins, when its reason changes, and when the same step has succeeded.
final class FailureLogger {

    /// The number of reasons of a failure that are logged as soon as they appear. Others, and those that come back,
    /// wait for the time of a reminder.
    private static final int MOST_REASONS = 10;

    private static final Duration REMINDER = Duration.ofMinutes(1);

    /// A step without a trace of its own has succeeded if it has not failed for this time.
    private static final Duration QUIET = Duration.ofSeconds(10);

    /// Longer than any pause between two attempts: the step is no longer tried.
    private static final Duration FORGOTTEN = Duration.ofMinutes(30);

    private final LineLogger lines;
    private final SortedMap<String, Failure> failing = new TreeMap<>();

    FailureLogger(LineLogger lines) {
        this.lines = lines;
    }

    void log(Cycle cycle) {
        var failed = new HashSet<String>();
        for (Event event : cycle.events()) {
            if (event instanceof Event.Failed(String what, String reason)) {
                failed.add(what);
                logFailure(what, reason, cycle.ended());
            }
        }
        logRecoveries(cycle, failed);
    }

    private void logFailure(String what, String reason, Duration now) {
        Failure failure = failing.computeIfAbsent(what, _ -> new Failure());
        failure.lastAt = now;
        if (failure.isNews(reason, now)) {
            failure.note(reason, now);
            lines.log(Level.WARNING, "failed", "what", what, "reason", reason);
        }
    }

    private void logRecoveries(Cycle cycle, Set<String> failed) {
        List<String> ended = failing.entrySet().stream()
                .filter(each -> !failed.contains(each.getKey()) && hasSucceeded(each.getKey(), each.getValue(), cycle))
                .map(Map.Entry::getKey)
                .toList();
        if (!ended.isEmpty()) {
            lines.log(Level.INFO, "recovered", "what", String.join(", ", ended));
            failing.keySet().removeAll(ended);
        }
        failing.values().removeIf(failure -> cycle.ended().minus(failure.lastAt).compareTo(FORGOTTEN) > 0);
    }

    /// Whether the cycle shows that the step has succeeded, not only that it was not tried.
    private static boolean hasSucceeded(String what, Failure failure, Cycle cycle) {
        return switch (what) {
            case "look at the addresses" -> cycle.observation().isPresent();
            case "read the store" ->
                cycle.observation().flatMap(Observation::view).isPresent();
            case "renew the lease", "obtain a lease" ->
                cycle.observation()
                        .flatMap(Observation::lease)
                        .map(Lease::sentAt)
                        .filter(sent -> sent.compareTo(failure.lastAt) > 0)
                        .isPresent();
            case "write to the store" ->
                has(cycle, event -> event instanceof Event.ChangeApplied || event instanceof Event.ChangeRejected);
            case "bind addresses" -> has(cycle, Event.Bound.class::isInstance);
            case "drop addresses" -> has(cycle, Event.Dropped.class::isInstance);
            case "refresh addresses", "refresh addresses in time" -> has(cycle, Event.Refreshed.class::isInstance);
            case "announce addresses" -> has(cycle, Event.Announced.class::isInstance);
            case "probe addresses" -> has(cycle, Event.Probed.class::isInstance);
            default -> hasSucceededForAddress(what, failure, cycle);
        };
    }

    private static boolean hasSucceededForAddress(String what, Failure failure, Cycle cycle) {
        int blank = what.indexOf(' ');
        String ip = what.substring(blank + 1);
        return switch (what.substring(0, Math.max(0, blank))) {
            case "bind" -> has(cycle, event -> event instanceof Event.Bound bound && names(bound.ips(), ip));
            case "drop" ->
                has(
                        cycle,
                        event -> event instanceof Event.Dropped dropped
                                && dropped.addresses().stream()
                                        .anyMatch(address ->
                                                address.ip().toString().equals(ip)));
            default -> cycle.ended().minus(failure.lastAt).compareTo(QUIET) >= 0;
        };
    }

    private static boolean names(List<?> ips, String ip) {
        return ips.stream().anyMatch(each -> each.toString().equals(ip));
    }

    private static boolean has(Cycle cycle, Predicate<Event> isIt) {
        return cycle.events().stream().anyMatch(isIt);
    }

    private static final class Failure {

        private final Set<String> reasons = new HashSet<>();
        private String logged = "";
        private Duration loggedAt = Duration.ZERO;
        private Duration lastAt = Duration.ZERO;

        private boolean isNews(String reason, Duration now) {
            boolean isNew = !reasons.contains(reason) && reasons.size() < MOST_REASONS;
            boolean hasChanged = !reason.equals(logged) && now.minus(loggedAt).compareTo(REMINDER) >= 0;
            return reasons.isEmpty() || isNew || hasChanged;
        }

        private void note(String reason, Duration now) {
            if (reasons.size() < MOST_REASONS) {
                reasons.add(reason);
            }
            logged = reason;
            loggedAt = now;
        }
    }
}
