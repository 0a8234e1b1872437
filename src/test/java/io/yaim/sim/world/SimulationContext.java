package io.yaim.sim.world;

import io.yaim.address.FakeSegment;
import io.yaim.model.FailureMode;
import io.yaim.model.VirtualIp;
import io.yaim.sim.engine.Dice;
import io.yaim.sim.engine.Engine;
import io.yaim.sim.engine.EventQueue;
import io.yaim.sim.engine.Tally;
import io.yaim.sim.engine.Trace;
import java.time.Duration;

/// What all parts of one schedule share.
public record SimulationContext(
        Engine engine,
        ClusterProfile profile,
        StoreServer storeServer,
        StoreNetwork storeNetwork,
        PeerNetwork peers,
        FakeSegment segment,
        ClusterObserver observer,
        NodeStoreFactory storeFactory) {

    /// The clocks of two machines, of which one may be the store's, differ by at most twice this: by 90 ms
    /// in a ttl of 9 s, for which `Proof.RATE_MARGIN` leaves 100 ms.
    public static final int MOST_PPM = 5000;

    /// How long an adapter waits for an answer.
    public static final Duration STORE_TIMEOUT = Duration.ofMillis(500);

    public static final Duration INTERVAL = Duration.ofSeconds(1);

    public EventQueue eventQueue() {
        return engine.eventQueue();
    }

    public Dice dice() {
        return engine.dice();
    }

    public Trace trace() {
        return engine.trace();
    }

    public Tally tally() {
        return engine.tally();
    }

    public FailureMode mode() {
        return profile.mode();
    }

    /// Whether the entry is in mode `claim`. Where the cluster is in that mode, two of three entries are.
    public boolean isInClaimMode(VirtualIp ip) {
        return isInClaimMode(mode(), ip);
    }

    /// The same, for a cluster in this mode.
    public static boolean isInClaimMode(FailureMode clusterMode, VirtualIp ip) {
        return clusterMode == FailureMode.CLAIM && ip.bytes()[3] % 3 != 0;
    }

    public void log(String who, String what) {
        trace().log(who, () -> what);
    }
}
