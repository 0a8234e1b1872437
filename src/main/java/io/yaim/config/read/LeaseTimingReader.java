package io.yaim.config.read;

import io.yaim.config.keys.NodeKeys;
import io.yaim.config.keys.TimeKeys;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.FailureMode;
import io.yaim.model.LeaseTiming;
import io.yaim.setting.ConfigKey;
import io.yaim.setting.SourceLocation;
import io.yaim.store.spi.StoreKeys;
import io.yaim.store.spi.StoreProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Builds the [LeaseTiming], and checks that its times fit together.
public final class LeaseTimingReader {

    private final RawConfig rawConfig;

    public LeaseTimingReader(RawConfig rawConfig) {
        this.rawConfig = rawConfig;
    }

    /// Empty if a value is a mistake. Only without mistakes are the times compared.
    public Optional<LeaseTiming> read() {
        Optional<Duration> interval = rawConfig.get(TimeKeys.INTERVAL);
        StoreProvider provider = StoreTypeRules.provider(rawConfig);
        ConfigKey<Duration> lease = provider.ttlKey();
        Optional<Duration> ttl = rawConfig.get(lease);
        Optional<Duration> timeout = rawConfig.get(TimeKeys.DCS_TIMEOUT);
        if (interval.isEmpty() || ttl.isEmpty() || timeout.isEmpty()) {
            return Optional.empty();
        }
        SourceLocation sourceLocation = place(lease);
        var byLifetime = new LeaseTiming(
                interval.get(), provider.timing().granted(ttl.get()), timeout.get(), LeaseTiming.DEFAULT_ATTEMPTS);
        LeaseTiming leaseTiming = chooseGuard(byLifetime, sourceLocation);
        String raise = "; raise " + lease.name() + (lease.equals(StoreKeys.TTL) ? "" : ", which is the ttl here");
        for (String reason : violations(leaseTiming)) {
            rawConfig.problems().add(sourceLocation, reason + raise + ", or lower interval or dcs-timeout");
        }
        leaseTiming
                .warnings(leaseTiming.ttl(), Duration.ZERO, provider.timing())
                .forEach(reason -> rawConfig.problems().warn(sourceLocation, reason));
        return Optional.of(leaseTiming);
    }

    /// Whether the kernel supports a gate is known only when the gate is created.
    private LeaseTiming chooseGuard(LeaseTiming byLifetime, SourceLocation sourceLocation) {
        String wanted = rawConfig.get(NodeKeys.GUARD).orElse(NodeKeys.AUTO);
        LeaseTiming byGate = byLifetime.withGuard(ExpiryGuard.GATE);
        Optional<String> obstacle = gateObstacle();
        if (wanted.equals(ExpiryGuard.GATE.toString())) {
            obstacle.ifPresent(text -> rawConfig.problems().add(rawConfig.locationOf(NodeKeys.GUARD), text));
            return byGate;
        }
        if (wanted.equals(ExpiryGuard.LIFETIME.toString())
                || violations(byLifetime).isEmpty()) {
            return byLifetime;
        }
        boolean isTooShort = byLifetime.ttl().compareTo(ExpiryGuard.LIFETIME.shortestTtl()) < 0;
        if (obstacle.isPresent()) {
            rawConfig.problems().add(sourceLocation, "these times need the gate, and " + obstacle.get());
        }
        return isTooShort || violations(byGate).isEmpty() ? byGate : byLifetime;
    }

    private static List<String> violations(LeaseTiming leaseTiming) {
        return leaseTiming.violations(leaseTiming.ttl(), Duration.ZERO);
    }

    /// There is one gate for all addresses. It is open during the lease, and closes soon after this process ends.
    private Optional<String> gateObstacle() {
        if (rawConfig
                .get(StoreKeys.DCS_FAILURE_MODE)
                .filter(mode -> mode != FailureMode.RELEASE)
                .isPresent()) {
            return Optional.of("guard: gate needs dcs-failure-mode: release");
        }
        return rawConfig
                .get(NodeKeys.ON_STOP)
                .filter(NodeKeys.KEEP::equals)
                .map(_ -> "guard: gate needs on-stop: release");
    }

    /// The location of the first of these keys that is set.
    private SourceLocation place(ConfigKey<Duration> lease) {
        return List.of(lease, TimeKeys.DCS_TIMEOUT, TimeKeys.INTERVAL).stream()
                .filter(rawConfig::has)
                .findFirst()
                .map(rawConfig::locationOf)
                .orElse(rawConfig.locationOf(lease));
    }
}
