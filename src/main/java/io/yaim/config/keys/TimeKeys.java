package io.yaim.config.keys;

import static io.yaim.setting.ConfigKey.standard;
import static io.yaim.setting.ReloadEffect.NEXT_START;

import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.ValueTypes;
import java.time.Duration;

/// The times that every store has.
public final class TimeKeys {

    public static final ConfigKey<Duration> INTERVAL = standard(
            "interval",
            ValueTypes.time(Duration.ofMillis(50), Duration.ofHours(1)),
            "1000",
            NEXT_START,
            "The pause of the loop if nothing happens, and the time between two renewals of the lease; at most a fifth"
                    + " of the lease.");
    public static final ConfigKey<Duration> DCS_TIMEOUT = standard(
            "dcs-timeout",
            ValueTypes.time(Duration.ofMillis(50), Duration.ofSeconds(1)),
            "500",
            NEXT_START,
            "How long one attempt at a call of the store may take; a later answer counts for nothing. Not set, with"
                    + " multicast: stale / 20, but at least 50 and at most 500.");

    public static final KeyGroup GROUP = KeyGroup.of(
            "Times",
            "Times that do not fit together, or do not fit ttl or stale, are refused, with the sum.",
            INTERVAL,
            DCS_TIMEOUT);

    private TimeKeys() {}
}
