package io.yaim.check;

import static java.util.stream.Collectors.joining;

import io.yaim.model.Health;
import java.util.List;

/// Where all checks stood at one moment, and what that means for the node.
public record CheckResults(Health health, List<CheckStatus> checks) {

    private static final int NAMED_AT_MOST = 3;

    public CheckResults {
        checks = List.copyOf(checks);
    }

    /// Whether some check has not passed yet, but none has failed.
    public boolean isUndecided() {
        return health instanceof Health.Unhealthy unhealthy && unhealthy.isUndecided();
    }

    /// Healthy if every check passes, and so if there is none.
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
                .limit(NAMED_AT_MOST)
                .map(check -> check.name() + ": " + check.reason().orElse("failing"))
                .collect(joining("; "));
        int others = failing.size() - NAMED_AT_MOST;
        return others > 0 ? named + "; and " + others + " more" : named;
    }
}
