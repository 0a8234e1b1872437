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

/// What Prometheus scrapes. Counters are told by passes; gauges are read off the last pass when somebody
/// asks, on the thread that asks: the loop waits for nobody. Names, types and labels are promised in
/// docs/monitoring.md.
public final class Metrics implements Consumer<Cycle> {

    /// Upper bounds of the store's answers that are worth telling apart: 0.5 s is the standard patience.
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

    /// @param checks of which each has series of its own
    /// @param patience how long ago the last pass may be for what it saw of single entries to be told
    /// @param version of this program
    public Metrics(Clock clock, Supplier<CheckResults> checks, Duration patience, String version) {
        this.clock = clock;
        this.checks = checks;
        lastCycleEnded = clock.now();
        lastStoreAnswer = clock.now();
        new CycleGauges(registry, () -> last, clock).register();
        registry.getPrometheusRegistry().register(new EntryBoundCollector(() -> last, clock, patience));
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

    /// Measures more from now on.
    public void add(MeterBinder more) {
        more.bindTo(registry);
    }

    /// In the text format of Prometheus.
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

    /// To be told of every call of the store.
    public void recordStoreCall(String operation, Duration took, Optional<String> error) {
        Timer.builder("yaim.store.call.duration")
                .description("Time from a question to the store to its answer, or to the end of patience")
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

    /// To be told of every reload, once what it changed has taken effect.
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
                .description("Times that the configuration was read again")
                .tag("outcome", outcome)
                .register(registry);
    }

    private void ages() {
        Gauge.builder("yaim.store.silence.seconds", () -> secondsSince(lastStoreAnswer))
                .description("Time since the store last answered anything; since the start, if it never did")
                .register(registry);
        Gauge.builder("yaim.pass.age.seconds", () -> secondsSince(lastCycleEnded))
                .description("Time since the last pass of the loop ended; since the start, if there was none")
                .register(registry);
    }

    private double secondsSince(Duration then) {
        return Math.max(0, clock.now().minus(then).toMillis() / 1000.0);
    }

    /// For each check that there is now, and for no other.
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
