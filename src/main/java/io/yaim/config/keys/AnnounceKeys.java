package io.yaim.config.keys;

import static io.yaim.setting.ConfigKey.optional;
import static io.yaim.setting.ConfigKey.standard;
import static io.yaim.setting.ReloadEffect.AT_ONCE;

import io.yaim.setting.ConfigKey;
import io.yaim.setting.KeyGroup;
import io.yaim.setting.ValueTypes;
import java.time.Duration;

/// The keys of what a node sends to its neighbours about addresses. Names and meaning of `arp-cache` and `notify` are
/// vippy's.
public final class AnnounceKeys {

    private static final Duration HOUR = Duration.ofHours(1);

    public static final ConfigKey<Integer> ANNOUNCE_COUNT = standard(
            "announce-count", ValueTypes.number(1, 100), "5", AT_ONCE, "How often a bound address is announced.");
    public static final ConfigKey<Duration> ANNOUNCE_INTERVAL = standard(
            "announce-interval",
            ValueTypes.time(Duration.ofMillis(100), Duration.ofMinutes(1)),
            "1100",
            AT_ONCE,
            "The time between two announcements of an address.");
    public static final ConfigKey<Integer> ANNOUNCE_RATE = standard(
            "announce-rate",
            ValueTypes.number(1, 100_000),
            "200",
            AT_ONCE,
            "The most frames that are sent in a second.");
    public static final ConfigKey<Duration> ANNOUNCE_PERIOD = standard(
            "announce-period",
            ValueTypes.time(Duration.ZERO, HOUR),
            "0",
            AT_ONCE,
            "After those announcements, each bound address is announced again at this interval; 0: never.");
    public static final ConfigKey<Boolean> PROBE = standard(
            "probe",
            ValueTypes.onOrOff(),
            "on",
            AT_ONCE,
            "Whether an entry that is new in the pool, or whose owner was lost, is probed before it is bound: another"
                    + " host might have the address.");
    public static final ConfigKey<NotifyTargets> NOTIFY = optional(
            "notify",
            NotifyTargets.type(),
            """

            - arp-cache
            - interface: eth0
              ip: 10.0.0.0/24""",
            AT_ONCE,
            "The neighbours to which an address is announced by unicast, after the broadcast: `arp-cache`, each neighbour"
                    + " that any node of the cluster knows; `{interface, ip}`, each host of this network. Not set: none.");
    public static final ConfigKey<Duration> ARP_CACHE = standard(
            "arp-cache",
            ValueTypes.time(Duration.ZERO, HOUR),
            "15s",
            AT_ONCE,
            "How often this node reads its neighbour table and tells the other nodes what is new, if `notify` contains"
                    + " `arp-cache`; 0: never.");

    public static final KeyGroup GROUP = KeyGroup.of(
            "Announcements",
            "",
            ANNOUNCE_COUNT,
            ANNOUNCE_INTERVAL,
            ANNOUNCE_RATE,
            ANNOUNCE_PERIOD,
            PROBE,
            NOTIFY,
            ARP_CACHE);

    private AnnounceKeys() {}
}
