package io.yaim.chaos;

import static io.yaim.chaos.ChaosCluster.TTL;

import io.yaim.lab.Cluster;
import java.time.Duration;

/// How long an address may be without an owner, and how long still on two nodes when what was divided has healed.
final class Bounds {

    /// What a busy machine may add to what takes milliseconds.
    static final Duration AT_ONCE = Duration.ofSeconds(1);

    /// A process has to be started, and the others probe the wire.
    static final Duration CLEANUP = Duration.ofSeconds(3);

    /// etcd looks for ended leases twice a second; the others probe the wire, then bind.
    static final Duration LEASE_END = TTL.plusMillis(2500);

    /// A process whose memory is nearly full crawls before it ends: etcd gets its renewals, and their
    /// answers come too late to count, so that it keeps its lease and holds nothing.
    static final Duration MEMORY_EXHAUSTED = LEASE_END.plusSeconds(8);

    static final Duration OUTAGE = Duration.ofSeconds(15);

    /// A new leader, new leases, and what was promised has to run out.
    static final Duration AFTER_OUTAGE = OUTAGE.plus(TTL.multipliedBy(3));

    // without a server

    private static final Duration MULTICAST_TTL = Cluster.MULTICAST_TTL;

    /// Who is not heard for so long is left out.
    private static final Duration DETECTED = MULTICAST_TTL.dividedBy(2);

    /// Three probes, a tenth of a second each.
    private static final Duration PROBES = Duration.ofMillis(300);

    /// For a seat among the nodes one asks for as long as one who coordinates may be missed.
    static final Duration MULTICAST_CLEANUP = CLEANUP.plus(DETECTED);

    /// The coordinator ends a lease when its time has passed, and another node takes over.
    static final Duration MULTICAST_LEASE_END = MULTICAST_TTL.plus(PROBES).plus(AT_ONCE);

    /// It has to be missed before the next one asks what everyone holds; for who does not answer a lease begins
    /// then.
    static final Duration COORDINATOR_END = DETECTED.plus(MULTICAST_LEASE_END);

    /// The same in each part of a cluster whose parts do not hear each other, only each other's ARP: who is
    /// answered when it probes waits for as long as a kernel can have the address of one who has vanished only
    /// now.
    static final Duration PART_END = COORDINATOR_END.plus(MULTICAST_TTL).plusMillis(1300);

    /// Between two words on who is there, by which parts find each other.
    private static final Duration DISCOVERY_PERIOD = MULTICAST_TTL.dividedBy(4);

    /// What was heard of another part is looked at every 1.6 times that (JGroups' MERGE3). To unite takes no
    /// longer than half of `stale`, or is begun anew; the coordinator waits for a report no longer than a lease;
    /// who has lost a mark then drops.
    static final Duration MERGED = DISCOVERY_PERIOD
            .plus(DISCOVERY_PERIOD.multipliedBy(8).dividedBy(5))
            .plus(MULTICAST_TTL.dividedBy(2))
            .plus(MULTICAST_TTL)
            .plus(AT_ONCE);

    private Bounds() {}
}
