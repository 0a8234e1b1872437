package io.yaim.chaos;

import static io.yaim.chaos.ChaosCluster.TTL;

import io.yaim.lab.Cluster;
import java.time.Duration;

/// How long an address may be without an owner, and how long it may still be on two nodes after a division has ended.
final class Bounds {

    /// What a busy machine may add to an operation of milliseconds.
    static final Duration AT_ONCE = Duration.ofSeconds(1);

    /// A process is started, and the other nodes probe.
    static final Duration CLEANUP = Duration.ofSeconds(3);

    /// etcd looks for ended leases twice a second. Then the other nodes probe and bind.
    static final Duration LEASE_END = TTL.plusMillis(2500);

    /// A process whose memory is nearly full is slow before it ends. etcd receives its renewals, but the answers
    /// come too late to count. So it keeps its lease and holds nothing.
    static final Duration MEMORY_EXHAUSTED = LEASE_END.plusSeconds(8);

    static final Duration OUTAGE = Duration.ofSeconds(15);

    /// A new leader, new leases, and promises that must expire.
    static final Duration AFTER_OUTAGE = OUTAGE.plus(TTL.multipliedBy(3));

    // without a server

    private static final Duration MULTICAST_TTL = Cluster.MULTICAST_TTL;

    /// A node that was not heard for this time is removed from the membership view.
    private static final Duration DETECTED = MULTICAST_TTL.dividedBy(2);

    /// Three probes, a tenth of a second each.
    private static final Duration PROBES = Duration.ofMillis(300);

    /// A node asks for membership for as long as a coordinator may be missed.
    static final Duration MULTICAST_CLEANUP = CLEANUP.plus(DETECTED);

    /// The coordinator ends a lease when its time has passed, and another node takes over.
    static final Duration MULTICAST_LEASE_END = MULTICAST_TTL.plus(PROBES).plus(AT_ONCE);

    /// The coordinator must be missed before the next one collects reports. Then leases of nodes that do not report
    /// start again.
    static final Duration COORDINATOR_END = DETECTED.plus(MULTICAST_LEASE_END);

    /// The same in each part of a cluster whose parts receive only each other's ARP. A node whose probe is answered
    /// waits for as long as a kernel may have the address of a node that was lost just now.
    static final Duration PART_END = COORDINATOR_END.plus(MULTICAST_TTL).plusMillis(1300);

    /// The period of discovery messages, by which parts find each other.
    private static final Duration DISCOVERY_PERIOD = MULTICAST_TTL.dividedBy(4);

    /// Discovered parts are checked every 1.6 times that (JGroups' MERGE3). A merge takes at most half of `stale`,
    /// or starts again. The coordinator waits for a report at most one lease. Then a node that has lost a mark
    /// drops.
    static final Duration MERGED = DISCOVERY_PERIOD
            .plus(DISCOVERY_PERIOD.multipliedBy(8).dividedBy(5))
            .plus(MULTICAST_TTL.dividedBy(2))
            .plus(MULTICAST_TTL)
            .plus(AT_ONCE);

    private Bounds() {}
}
