package io.yaim.cli.doctor;

import io.yaim.model.Finding;
import io.yaim.model.LeaseTiming;
import io.yaim.model.StoreTiming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether the configured times suit this host.
///
/// @param storeTiming of the configured store
/// @param addressesV4 how many IPv4 entries one node may have to hold: all of them
/// @param addressesV6 the same for IPv6
record TimingFacts(LeaseTiming leaseTiming, StoreTiming storeTiming, int addressesV4, int addressesV6) {

    static final String TOPIC = "timing";

    /// Measured: 10,000 IPv4 addresses take a quarter of a second, 4,000 IPv6 addresses 5.5 s.
    private static final Duration REFRESH_V4 = Duration.ofNanos(25_000);

    private static final Duration REFRESH_V6 = Duration.ofNanos(1_400_000);

    List<Finding> findings() {
        Duration refresh = REFRESH_V4.multipliedBy(addressesV4).plus(REFRESH_V6.multipliedBy(addressesV6));
        Duration granted = leaseTiming.ttl();
        var findings = new ArrayList<Finding>();
        String load = addressesV4 + addressesV6 == 0
                ? ""
                : "; with all %d entries of the pool on this node".formatted(addressesV4 + addressesV6);
        String remedy = "raise " + storeTiming.ttlKey() + ", or lower interval or dcs-timeout";
        leaseTiming
                .violations(granted, refresh)
                .forEach(text -> findings.add(Finding.problem(TOPIC, text + load, remedy)));
        leaseTiming
                .warnings(granted, refresh, storeTiming)
                .forEach(text -> findings.add(Finding.warning(TOPIC, text + load, remedy)));
        if (findings.isEmpty()) {
            findings.add(Finding.ok(TOPIC, holds(granted, refresh) + load));
        }
        return findings;
    }

    private String holds(Duration granted, Duration refresh) {
        Duration renewal = leaseTiming.renewalPeriod(granted);
        Duration attempts = leaseTiming.storeTimeout().multipliedBy(leaseTiming.renewalAttempts());
        String lifetime = seconds(leaseTiming.shortestLifetime(granted, refresh));
        String renewals = "renewal %s + %d * dcs-timeout %s + refresh %s = %s"
                .formatted(
                        seconds(renewal),
                        leaseTiming.renewalAttempts(),
                        seconds(leaseTiming.storeTimeout()),
                        seconds(refresh),
                        seconds(renewal.plus(attempts).plus(refresh)));
        return storeTiming
                .interruption()
                .map(interruption ->
                        "%s, and renewal + %s %s + dcs-timeout + refresh = %s: both within the shortest lifetime, %s"
                                .formatted(
                                        renewals,
                                        interruption.name(),
                                        seconds(interruption.duration()),
                                        seconds(renewal.plus(interruption.duration())
                                                .plus(leaseTiming.storeTimeout())
                                                .plus(refresh)),
                                        lifetime))
                .orElse(renewals + ": within the shortest lifetime, " + lifetime);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0).replaceFirst("\\.?0+$", "") + " s";
    }
}
