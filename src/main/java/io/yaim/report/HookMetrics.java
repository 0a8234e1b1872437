package io.yaim.report;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.yaim.hook.HookOutcome;
import io.yaim.hook.Hooks;

/// Metrics of hooks.
public final class HookMetrics implements MeterBinder {

    private final Hooks hooks;

    public HookMetrics(Hooks hooks) {
        this.hooks = hooks;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String name : hooks.names()) {
            Gauge.builder("yaim.hook.queue", hooks, all -> all.queued(name))
                    .description("Events that the hook has not delivered yet")
                    .tag("hook", name)
                    .register(registry);
            for (HookOutcome hookOutcome : HookOutcome.values()) {
                FunctionCounter.builder("yaim.hook.runs", hooks, all -> all.count(name, hookOutcome))
                        .description("Runs of the hook and events without a run, by outcome")
                        .tag("hook", name)
                        .tag("outcome", hookOutcome.word())
                        .register(registry);
            }
        }
    }
}
