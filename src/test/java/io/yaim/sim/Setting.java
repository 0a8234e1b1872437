package io.yaim.sim;

import io.yaim.address.FakeSegment;
import io.yaim.model.FailureMode;
import io.yaim.model.Guard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What all parts of one schedule share.
record Setting(
        Timeline timeline,
        Dice dice,
        Trace trace,
        Tally tally,
        Server server,
        Network network,
        PeerNetwork peers,
        FakeSegment segment,
        Invariants invariants,
        Claims claims,
        Duration ttl,
        FailureMode mode,
        Guard guard,
        Optional<Meeting> meeting,
        boolean isProbing) {

    /// The clocks of two machines, of which one may be the store's, differ by twice this at most: by 90 ms
    /// in a ttl of 9 s, for which `Lease.RATE_MARGIN` leaves 100 ms.
    static final int MOST_PPM = 5000;

    /// Too short for lifetimes with this interval and timeout.
    static final Duration GATED_TTL = Duration.ofSeconds(3);

    /// How long an adapter waits for an answer.
    static final Duration STORE_TIMEOUT = Duration.ofMillis(500);

    static final Duration INTERVAL = Duration.ofSeconds(1);

    /// As likely as they are here.
    private static final List<FailureMode> MODES = List.of(
            FailureMode.RELEASE,
            FailureMode.RELEASE,
            FailureMode.RELEASE,
            FailureMode.FAILSAFE,
            FailureMode.FAILSAFE,
            FailureMode.CLAIM);

    /// Where nodes keep the store themselves, in which a lease may be of any length.
    private static final List<Duration> LEASES =
            List.of(Duration.ofSeconds(9), Duration.ofMillis(9900), Duration.ofSeconds(5));

    static Setting of(long seed, Guard guard, boolean isTraced) {
        var timeline = new Timeline();
        var dice = new Dice(seed);
        var trace = new Trace(timeline, isTraced);
        var tally = new Tally();
        int ppm = dice.isOneIn(2) ? MOST_PPM : dice.below(2 * MOST_PPM) - MOST_PPM;
        var server = new Server(timeline, new RatedClock(timeline, Duration.ofDays(1), ppm), trace);
        FailureMode picked = dice.pick(MODES);
        FailureMode mode = guard == Guard.GATE ? FailureMode.RELEASE : picked;
        var peers = new PeerNetwork(timeline, dice, tally);
        var segment = new FakeSegment();
        if (mode == FailureMode.CLAIM) {
            segment.setWays(peers::isOpen); // who is cut off from a node is not heard by it either
        }
        var claims = new Claims(timeline, server, peers, tally, mode);
        var invariants = new Invariants(timeline, server, tally, claims);
        server.cluster().listen(invariants::check);
        // etcd grants whole seconds: 9 s for both
        Duration plain = Duration.ofMillis(dice.isOneIn(4) ? 9900 : 9000);
        Duration ttl = guard == Guard.GATE ? GATED_TTL : plain;
        return new Setting(
                timeline,
                dice,
                trace,
                tally,
                server,
                new Network(timeline, dice, server, tally),
                peers,
                segment,
                invariants,
                claims,
                ttl,
                mode,
                guard,
                Optional.empty(),
                true);
    }

    /// Of nodes that keep the store themselves; the store's server has nothing to do.
    static Setting ofMeeting(long seed, boolean isTraced) {
        var timeline = new Timeline();
        var dice = new Dice(seed);
        var trace = new Trace(timeline, isTraced);
        var tally = new Tally();
        var server = new Server(timeline, new RatedClock(timeline, Duration.ofDays(1), 0), trace);
        var peers = new PeerNetwork(timeline, dice, tally);
        var segment = new FakeSegment();
        Duration ttl = dice.pick(LEASES);
        var meeting = new Meeting(timeline, dice, trace, tally, ttl);
        segment.setWays(meeting::isOpen);
        var claims = new Claims(timeline, server, peers, tally, FailureMode.RELEASE);
        var invariants = new Invariants(timeline, server, tally, claims, Optional.of(new MeetingJudge(meeting, tally)));
        var network = new Network(timeline, dice, server, tally);
        boolean isProbing = dice.isOneIn(2);
        return new Setting(
                timeline,
                dice,
                trace,
                tally,
                server,
                network,
                peers,
                segment,
                invariants,
                claims,
                ttl,
                FailureMode.RELEASE,
                Guard.LIFETIME,
                Optional.of(meeting),
                isProbing);
    }

    void say(String who, String what) {
        trace.say(who, () -> what);
    }
}
