package io.yaim.cli;

import io.yaim.check.CheckProviders;
import io.yaim.check.CheckResults;
import io.yaim.check.CheckSettings;
import io.yaim.check.CheckStatus;
import io.yaim.check.ConfiguredCheck;
import io.yaim.check.OneShotRun;
import io.yaim.check.Option;
import io.yaim.config.ExplainedConfig;
import io.yaim.linux.BootClock;
import io.yaim.model.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The results of the checks and their consequence, as plain values.
///
/// @param checks the configured checks, in the order of the results
record CheckReport(CheckResults results, List<CheckSettings> checks, CheckProviders providers) {

    /// The columns of the table.
    static final String[] COLUMNS = {"name", "type", "passing", "last_ms", "detail", "expects"};

    CheckReport {
        checks = List.copyOf(checks);
    }

    /// Runs each check once.
    static CheckReport of(List<ConfiguredCheck> checks, CheckProviders providers) throws InterruptedException {
        CheckResults results = OneShotRun.run(checks, BootClock::now);
        return new CheckReport(
                results, checks.stream().map(ConfiguredCheck::settings).toList(), providers);
    }

    boolean isHealthy() {
        return results.health().isHealthy();
    }

    /// Uses the names of the daemon's API for the same facts, and adds more.
    Map<String, Object> value() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            rows.add(row(results.checks().get(i), checks.get(i)));
        }
        var value = new LinkedHashMap<String, Object>();
        value.put("health", isHealthy() ? "healthy" : "unhealthy");
        value.put("reason", results.health() instanceof Health.Unhealthy(String reason, boolean _) ? reason : "");
        value.put("consequence", consequence());
        value.put("checks", rows);
        return value;
    }

    private Map<String, Object> row(CheckStatus status, CheckSettings settings) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", status.name());
        row.put("type", status.type());
        row.put("passing", status.passing());
        row.put("last_ms", status.lastRun().map(run -> run.took().toMillis()));
        row.put("detail", status.reason().orElse("as expected"));
        row.put("expects", expects(settings));
        row.put("noticed_within_ms", settings.pace().longestDetection().toMillis());
        return row;
    }

    /// Returns what the check expects, without secrets. For a checker that takes any option, only the checker itself
    /// knows which options are secret.
    private Map<String, String> expects(CheckSettings settings) {
        var expects = new LinkedHashMap<String, String>();
        List<Option> options = providers
                .find(settings.type())
                .map(provider -> provider.options())
                .orElse(List.of());
        for (Option option : options) {
            Optional<String> value = Optional.ofNullable(settings.options().get(option.key()))
                    .map(String::valueOf)
                    .or(option::standard);
            if (option.kind() != Option.Kind.SECRET) {
                value.ifPresent(text -> expects.put(option.key(), ExplainedConfig.withoutPasswords(text)));
            }
        }
        return expects;
    }

    private String consequence() {
        if (checks.isEmpty()) {
            return "no check is configured: a node is healthy while it runs";
        }
        return isHealthy()
                ? "a node on this host takes its share"
                        + delay(check -> check.pace().rise(), "passes")
                : "a node on this host hands its addresses over, and takes none"
                        + delay(check -> check.pace().fall(), "failures");
    }

    private String delay(Function<CheckSettings, Integer> enough, String what) {
        CheckSettings slowest = checks.getFirst();
        for (CheckSettings check : checks) {
            if (enough.apply(check) > enough.apply(slowest)) {
                slowest = check;
            }
        }
        int most = enough.apply(slowest);
        Duration interval = slowest.pace().interval();
        return most <= 1
                ? ""
                : ", after %d %s of %s in a row, one every %d ms"
                        .formatted(most, what, slowest.name(), interval.toMillis());
    }
}
