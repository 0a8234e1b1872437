package io.yaim.chaos;

import static io.yaim.chaos.ChaosStage.TTL;

import java.time.Duration;

/// How long an address may be without an owner.
final class Bounds {

    /// What a busy machine may add to what takes milliseconds.
    static final Duration AT_ONCE = Duration.ofSeconds(1);

    /// A process has to be started, and the others probe the wire.
    static final Duration GUARD = Duration.ofSeconds(3);

    /// etcd looks for ended leases twice a second; the others probe the wire, then bind.
    static final Duration LEASE_END = TTL.plusMillis(2500);

    /// A process whose memory is nearly full crawls before it ends: etcd gets its renewals, and their
    /// answers come too late to count, so that it keeps its lease and holds nothing.
    static final Duration CRAWL = LEASE_END.plusSeconds(8);

    static final Duration OUTAGE = Duration.ofSeconds(15);

    /// A new leader, new leases, and what was promised has to run out.
    static final Duration AFTER_OUTAGE = OUTAGE.plus(TTL.multipliedBy(3));

    private Bounds() {}
}
