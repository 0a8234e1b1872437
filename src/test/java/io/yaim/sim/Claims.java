package io.yaim.sim;

import io.yaim.model.FailureMode;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What is asked of entries of mode `claim`, which nodes keep and take although nothing proves that they
/// may:
///
/// - two that hear each other do not both have one for longer than until the next announcement is heard;
/// - two that reach the store do not both have one: the mark decides at once;
/// - who takes one has asked before, and has heard whoever has it or asks at the same time.
///
/// Time counts only while both are in order: awake, heard, and with a kernel that does what it is asked.
final class Claims {

    /// The next announcement; what is heard just after a bind is only asked about; a pass that waits for
    /// the store, and one that drops.
    static final Duration BY_WIRE = Life.REMINDER.plus(Duration.ofSeconds(3));

    /// A call that fails, a lease, a view.
    static final Duration BY_MARK = Duration.ofSeconds(3);

    private static final Duration TICK = Duration.ofMillis(100);

    /// Who learns that the store went back obtains no lease for one ttl.
    private static final Duration WAITING = Duration.ofSeconds(11);

    private static final Duration IN_ORDER = Duration.ofSeconds(2);

    /// Three probes have been answered by then.
    private static final Duration ANSWERING = Duration.ofMillis(500);

    private static final Duration TOGETHER = Duration.ofMillis(250);

    private final Timeline timeline;
    private final Server server;
    private final PeerNetwork peers;
    private final Tally tally;
    private final FailureMode mode;
    private final Map<Machine, Duration> troubled = new HashMap<>();
    private final Map<Machine, Duration> disconnected = new HashMap<>();
    private final Map<Machine, Duration> waitsUntil = new HashMap<>();

    /// Where an entry is, and since when.
    private record Place(Machine machine, Duration since) {}

    Claims(Timeline timeline, Server server, PeerNetwork peers, Tally tally, FailureMode mode) {
        this.timeline = timeline;
        this.server = server;
        this.peers = peers;
        this.tally = tally;
        this.mode = mode;
    }

    /// Whether the entry is of mode `claim`: most are where the cluster is.
    boolean isClaimed(VirtualIp ip) {
        return mode == FailureMode.CLAIM && ip.bytes()[3] % 3 != 0;
    }

    /// Whether some of them could not hear each other at some time since. Only in this mode is the wire
    /// cut.
    boolean wereApartSince(Set<Machine> machines, Duration time) {
        return mode == FailureMode.CLAIM
                && machines.stream()
                        .anyMatch(one -> machines.stream()
                                .filter(other -> other != one)
                                .anyMatch(other -> peers.connectedSince(one.name(), other.name())
                                        .filter(since -> since.compareTo(time) < 0)
                                        .isEmpty()));
    }

    /// To be called once, before anything happens.
    void watch(List<Machine> machines, Invariants invariants) {
        if (mode == FailureMode.CLAIM) {
            look(machines, invariants);
        }
    }

    private void look(List<Machine> machines, Invariants invariants) {
        Duration now = timeline.now();
        boolean isStoreInOrder = !server.isAway() && server.slowness().isZero();
        for (Machine machine : machines) {
            if (!machine.isInOrder()) {
                troubled.put(machine, now);
            }
            if (machine.life.filter(life -> life.epoch() != server.epoch()).isPresent()) {
                waitsUntil.put(machine, now.plus(WAITING));
            }
            boolean isWaiting = waitsUntil.getOrDefault(machine, Duration.ZERO).compareTo(now) > 0;
            if (!isStoreInOrder || isWaiting || !machine.isConnected()) {
                disconnected.put(machine, now);
            }
        }
        invariants.bearers().forEach((ip, there) -> {
            if (isClaimed(ip) && there.size() > 1) {
                check(ip, there);
            }
        });
        timeline.after(TICK, () -> look(machines, invariants));
    }

    private void check(VirtualIp ip, Map<Machine, Bearer> there) {
        tally.count("two have it, in mode claim");
        var places = new ArrayList<Place>();
        there.forEach((machine, bearer) -> {
            if (!bearer.isExtended()) {
                places.add(new Place(machine, bearer.since()));
            }
        });
        for (int i = 0; i < places.size(); i++) {
            for (int j = i + 1; j < places.size(); j++) {
                checkPair(ip, places.get(i), places.get(j));
            }
        }
    }

    private void checkPair(VirtualIp ip, Place here, Place there) {
        Machine one = here.machine();
        Machine other = there.machine();
        Duration since = latest(here.since(), there.since(), troubledAt(one), troubledAt(other));
        peers.connectedSince(one.name(), other.name()).ifPresent(connected -> {
            within(BY_WIRE, latest(since, connected), "two that hear each other", ip, one, other);
        });
        Duration withStore = latest(since, disconnectedAt(one), disconnectedAt(other));
        within(BY_MARK, withStore, "two that reach the store", ip, one, other);
    }

    private void within(Duration bound, Duration since, String who, VirtualIp ip, Machine one, Machine other) {
        Duration time = timeline.now().minus(since);
        tally.took(who, time);
        if (time.compareTo(bound) > 0) {
            throw fault(ip + " is on " + one.name() + " and " + other.name() + ", " + who + ", for " + time);
        }
    }

    /// The life takes what it did not have.
    void taken(Life life, VirtualIp ip, Map<Machine, Bearer> others) {
        boolean isMarked = server.truth().marks().containsKey(ip)
                && life.noted().filter(server.truth().marks().get(ip)::hangsOn).isPresent();
        if (!life.isDrifting(ip) || isMarked) {
            return;
        }
        tally.count("taken without the store");
        Duration now = timeline.now();
        others.forEach((machine, bearer) -> {
            Duration time = now.minus(bearer.since());
            if (!bearer.isExtended() && areInOrder(life.machine(), machine)) {
                if (time.compareTo(ANSWERING) > 0) {
                    throw fault(life.machine().name() + " takes " + ip + ", for which " + machine.name() + " answers");
                }
                if (time.compareTo(TOGETHER) < 0 && bearer.isAdrift()) {
                    throw fault(life.machine().name() + " takes " + ip + " together with " + machine.name());
                }
            }
        });
    }

    /// Somebody else works on its addresses.
    void disturbed(Machine machine) {
        troubled.put(machine, timeline.now());
    }

    private boolean areInOrder(Machine one, Machine other) {
        Duration since = timeline.now().minus(IN_ORDER);
        return peers.connectedSince(one.name(), other.name())
                        .filter(connected -> connected.compareTo(since) < 0)
                        .isPresent()
                && Stream.of(one, other)
                        .noneMatch(machine -> machine.wasMuteSince(since)
                                || troubledAt(machine).compareTo(since) > 0);
    }

    private Duration troubledAt(Machine machine) {
        return troubled.getOrDefault(machine, Duration.ZERO);
    }

    private Duration disconnectedAt(Machine machine) {
        return disconnected.getOrDefault(machine, Duration.ZERO);
    }

    private static Duration latest(Duration... times) {
        return Stream.of(times).max(Duration::compareTo).orElseThrow();
    }

    private AssertionError fault(String what) {
        return new AssertionError("at " + timeline.now().toMillis() + " ms: " + what);
    }
}
