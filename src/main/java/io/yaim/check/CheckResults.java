package io.yaim.check;

import static java.util.stream.Collectors.joining;

import io.yaim.model.Health;
import java.util.List;

/// The states of all checks at one moment, and the health of the node that follows from them.
public record CheckResults(Health health, List<CheckStatus> checks) {

    private static final int MAX_NAMED = 3;

    public CheckResults {
        checks = List.copyOf(checks);
    }

    /// Whether at least one check has not passed yet, but none has failed.
    public boolean isUndecided() {
        return health instanceof Health.Unhealthy unhealthy && unhealthy.isUndecided();
    }

    /// Healthy if every check passes, or if there is none.
    static CheckResults of(List<CheckStatus> checks) {
        List<CheckStatus> failing =
                checks.stream().filter(check -> !check.passing()).toList();
        boolean isUndecided = failing.stream()
                .allMatch(check ->
                        check.lastRun().map(CheckStatus.LastRun::passed).orElse(true));
        Health health = failing.isEmpty() ? new Health.Healthy() : new Health.Unhealthy(reasonOf(failing), isUndecided);
        return new CheckResults(health, checks);
    }

    private static String reasonOf(List<CheckStatus> failing) {
        String named = failing.stream()
                .limit(MAX_NAMED)
                .map(check -> check.name() + ": " + check.reason().orElse("failing"))
                .collect(joining("; "));
        int others = failing.size() - MAX_NAMED;
        return others > 0 ? named + "; and " + others + " more" : named;
    }
}
