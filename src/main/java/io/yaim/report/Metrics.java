package io.yaim.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.yaim.check.CheckResults;
import io.yaim.check.CheckStatus;
import io.yaim.config.ReloadResult;
import io.yaim.loop.cycle.Clock;
import io.yaim.loop.cycle.Cycle;
import io.yaim.plan.Observation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// The metrics that Prometheus scrapes. Cycles update counters. Gauges read the last cycle on the thread that
/// scrapes, so the loop waits for no scrape. docs/monitoring.md promises names, types and labels.
public final class Metrics implements Consumer<Cycle> {

    /// Upper bounds for the histogram of store calls. The default timeout of a call is 0.5 s.
    private static final Duration[] CALL_BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Clock clock;
    private final CycleCounters counters = new CycleCounters(registry);
    private final Supplier<CheckResults> checks;
    private final Map<String, List<Meter>> checkGauges = new HashMap<>();
    private volatile Optional<Observation> last = Optional.empty();
    private volatile Duration lastCycleEnded;
    private volatile Duration lastStoreAnswer;

    /// @param checks the checks, each of which has series of its own
    /// @param maxAge how old the last cycle may be for its observation of single entries to be reported
    /// @param version the version of this program
    public Metrics(Clock clock, Supplier<CheckResults> checks, Duration maxAge, String version) {
        this.clock = clock;
        this.checks = checks;
        lastCycleEnded = clock.now();
        lastStoreAnswer = clock.now();
        new CycleGauges(registry, () -> last, clock).register();
        registry.getPrometheusRegistry().register(new EntryBoundCollector(() -> last, clock, maxAge));
        ages();
        checkGauges();
        reloads("applied");
        reloads("refused");
        Gauge.builder("yaim.build.info", () -> 1)
                .description("1, with the version of this program")
                .tag("version", version)
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        bindGarbageCollection();
    }

    /// Adds the metrics of another part.
    public void add(MeterBinder more) {
        more.bindTo(registry);
    }

    /// Returns all metrics in the text format of Prometheus.
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void accept(Cycle cycle) {
        counters.accept(cycle);
        lastCycleEnded = cycle.ended();
        if (cycle.observation().isPresent()) {
            last = cycle.observation();
        }
    }

    /// Counts a call of the store. Call it after every call, successful or not.
    public void recordStoreCall(String operation, Duration took, Optional<String> error) {
        Timer.builder("yaim.store.call.duration")
                .description("Time from a call of the store to its answer or its timeout")
                .tag("operation", operation)
                .serviceLevelObjectives(CALL_BOUNDS)
                .register(registry)
                .record(took);
        Counter errors = Counter.builder("yaim.store.errors")
                .description("Calls of the store that failed")
                .tag("operation", operation)
                .register(registry);
        if (error.isPresent()) {
            errors.increment();
        } else {
            lastStoreAnswer = clock.now();
        }
    }

    /// Counts a reload. Call it after the changes of the reload have taken effect.
    public synchronized void recordReload(ReloadResult outcome) {
        switch (outcome) {
            case ReloadResult.Applied _ -> {
                reloads("applied").increment();
                checkGauges();
            }
            case ReloadResult.Refused _ -> reloads("refused").increment();
        }
    }

    private Counter reloads(String outcome) {
        return Counter.builder("yaim.reloads")
                .description("Reloads of the configuration")
                .tag("outcome", outcome)
                .register(registry);
    }

    private void ages() {
        Gauge.builder("yaim.store.silence.seconds", () -> secondsSince(lastStoreAnswer))
                .description("Time since the last answer of the store, or since the start if there was none")
                .register(registry);
        Gauge.builder("yaim.pass.age.seconds", () -> secondsSince(lastCycleEnded))
                .description("Deprecated: use yaim_cycle_age_seconds")
                .register(registry);
        Gauge.builder("yaim.cycle.age.seconds", () -> secondsSince(lastCycleEnded))
                .description("Time since the end of the last cycle, or since the start if there was none")
                .register(registry);
    }

    private double secondsSince(Duration then) {
        return Math.max(0, clock.now().minus(then).toMillis() / 1000.0);
    }

    /// Registers gauges for each present check, and removes those of others.
    private void checkGauges() {
        Set<String> names =
                checks.get().checks().stream().map(CheckStatus::name).collect(Collectors.toSet());
        checkGauges.entrySet().removeIf(gauges -> {
            boolean isGone = !names.contains(gauges.getKey());
            if (isGone) {
                gauges.getValue().forEach(registry::remove);
            }
            return isGone;
        });
        names.forEach(name -> checkGauges.computeIfAbsent(name, this::checkGauges));
    }

    private List<Meter> checkGauges(String name) {
        return List.of(
                Gauge.builder("yaim.check.passing", () -> of(name, checks, status -> status.passing() ? 1.0 : 0.0))
                        .description("1 while the check passes")
                        .tag("check", name)
                        .register(registry),
                Gauge.builder("yaim.check.duration.seconds", () -> of(name, checks, Metrics::seconds))
                        .description("Time of the check's last run")
                        .tag("check", name)
                        .register(registry));
    }

    private static double seconds(CheckStatus status) {
        return status.lastRun().map(run -> run.took().toNanos() / 1e9).orElse(0.0);
    }

    private static double of(String name, Supplier<CheckResults> checks, ToDoubleFunction<CheckStatus> value) {
        return checks.get().checks().stream()
                .filter(check -> check.name().equals(name))
                .mapToDouble(value)
                .findFirst()
                .orElse(0.0);
    }

    @SuppressWarnings("resource") // lives as long as the process
    private void bindGarbageCollection() {
        new JvmGcMetrics().bindTo(registry);
    }
}
