package io.yaim.report;

import io.yaim.hook.HookEvent;
import io.yaim.hook.HookOutcome;
import io.yaim.hook.HookOutcomeListener;
import io.yaim.loop.cycle.Clock;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Logs the outcomes of hooks. A failure is logged when it begins and when it ends, however often it is retried
/// in between. Events that are discarded are logged too. A run that succeeds at once is logged at debug only.
public final class HookLogger implements HookOutcomeListener {

    private static final int MAX_LINES = 20;
    private static final Duration PERIOD = Duration.ofSeconds(10);

    /// Addresses that are known to fail. Beyond this number each failure counts as a new one.
    private static final int MAX_FAILING = 10_000;

    private final Logger logger;
    private final Clock clock;
    private final LogRateLimiter rateLimiter = new LogRateLimiter(MAX_LINES, PERIOD);
    private final Set<Failing> failing = new HashSet<>();
    private final Set<String> overflowing = new HashSet<>();

    private record Failing(String hook, VirtualIp ip) {}

    public HookLogger(Logger logger, Clock clock) {
        this.logger = logger;
        this.clock = clock;
    }

    @Override
    public synchronized void deliveryEnded(String hook, HookEvent event, HookOutcome hookOutcome, String reason) {
        var subject = new Failing(hook, event.ip());
        switch (hookOutcome) {
            case SUCCEEDED -> {
                overflowing.remove(hook);
                log(failing.remove(subject) ? Level.INFO : Level.FINE, "hook-succeeded", hook, event, reason);
            }
            case FAILED -> log(isNew(subject) ? Level.WARNING : Level.FINE, "hook-failed", hook, event, reason);
            case GIVEN_UP -> {
                failing.remove(subject);
                log(Level.WARNING, "hook-given-up", hook, event, reason);
            }
            case DISCARDED ->
                log(overflowing.add(hook) ? Level.WARNING : Level.FINE, "hook-discarded", hook, event, reason);
            case CANCELLED -> {
                failing.remove(subject);
                log(Level.FINE, "hook-cancelled", hook, event, reason);
            }
        }
    }

    private boolean isNew(Failing subject) {
        return failing.size() >= MAX_FAILING || failing.add(subject);
    }

    private void log(Level level, String word, String hook, HookEvent event, String reason) {
        if (!logger.isLoggable(level)) {
            return;
        }
        Duration now = clock.now();
        long suppressed = rateLimiter.suppressed(now);
        boolean isAdmitted = rateLimiter.admits(now);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("hook", hook);
        fields.put("on", event.kind().word());
        fields.put("ip", event.ip());
        if (!reason.isEmpty()) {
            fields.put("reason", reason);
        }
        if (suppressed > 0) {
            fields.put("suppressed", suppressed);
        }
        if (isAdmitted) {
            var line = new LogRecord(level, word);
            line.setLoggerName(logger.getName());
            line.setParameters(new Object[] {fields});
            logger.log(line);
        }
    }
}
