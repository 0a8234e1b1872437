package io.yaim.report;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.LongSupplier;

/// Metrics of the log itself.
public final class LogMetrics implements MeterBinder {

    private final LongSupplier dropped;

    /// @param dropped how many lines were dropped since the start
    public LogMetrics(LongSupplier dropped) {
        this.dropped = dropped;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("yaim.log.lines.dropped", dropped, LongSupplier::getAsLong)
                .description("Lines of the log that were dropped, because its reader was behind or gone")
                .register(registry);
    }
}
