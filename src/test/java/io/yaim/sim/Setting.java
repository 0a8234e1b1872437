package io.yaim.sim;

import io.yaim.address.FakeSegment;
import java.time.Duration;

/// What all parts of one schedule share.
record Setting(
        Timeline timeline,
        Dice dice,
        Trace trace,
        Tally tally,
        Server server,
        Network network,
        FakeSegment segment,
        Invariants invariants,
        Duration ttl) {

    /// The clocks of two machines, of which one may be the store's, differ by twice this at most: by 90 ms in
    /// a ttl of 9 s, for which `Lease.RATE_MARGIN` leaves 100 ms.
    static final int MOST_PPM = 5000;

    /// How long an adapter waits for an answer.
    static final Duration STORE_TIMEOUT = Duration.ofMillis(500);

    static final Duration INTERVAL = Duration.ofSeconds(1);

    static Setting of(long seed, boolean isTraced) {
        var timeline = new Timeline();
        var dice = new Dice(seed);
        var trace = new Trace(timeline, isTraced);
        var tally = new Tally();
        int ppm = dice.isOneIn(2) ? MOST_PPM : dice.below(2 * MOST_PPM) - MOST_PPM;
        var server = new Server(timeline, new RatedClock(timeline, Duration.ofDays(1), ppm), trace);
        var invariants = new Invariants(timeline, server, tally);
        server.cluster().listen(invariants::check);
        // etcd grants whole seconds: 9 s for both
        Duration ttl = Duration.ofMillis(dice.isOneIn(4) ? 9900 : 9000);
        return new Setting(
                timeline, dice, trace, tally, server, new Network(timeline, dice, server, tally), new FakeSegment(), invariants, ttl);
    }

    void say(String who, String what) {
        trace.say(who, () -> what);
    }
}
