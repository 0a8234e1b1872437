package io.yaim.sim;

import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.sim.Bearer.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What must hold whatever happens; judged by store, kernels and clocks as they are, after each change of
/// any of them:
///
/// - no address is on two hosts, but where the gate keeps it silent;
/// - each address that is bound has a mark with its binder's name on the lease that the binder had when it
///   bound it, and that lease still proves it; or all witnesses that the store has agreed that the binder
///   holds on.
///
/// Promises must be kept for that which are not yaim's to keep. While the store has broken its own about a
/// lease, by ending it early or by being restored, the mark proves nothing; a double after an early end is
/// held against yaim unless the address was bound only after it, or could not be heard of. While somebody
/// else has given an address a longer lifetime, nothing is asked of that address on that host. And who
/// holds on cannot know that the store went back meanwhile.
///
/// What is asked of entries of mode `claim` while there is no store, [Claims] says.
final class Invariants {

    private final Timeline timeline;
    private final Server server;
    private final Tally tally;
    private final Map<VirtualIp, Map<Machine, Bearer>> bearers = new TreeMap<>();
    private final Claims claims;
    private final Optional<MeetingJudge> judge;
    private long moves;

    Invariants(Timeline timeline, Server server, Tally tally, Claims claims) {
        this(timeline, server, tally, claims, Optional.empty());
    }

    /// @param judge decides where there is no store but the nodes
    Invariants(Timeline timeline, Server server, Tally tally, Claims claims, Optional<MeetingJudge> judge) {
        this.judge = judge;
        this.claims = claims;
        this.timeline = timeline;
        this.server = server;
        this.tally = tally;
    }

    void bound(Life life, VirtualIp ip) {
        Map<Machine, Bearer> there = bearers.computeIfAbsent(ip, _ -> new LinkedHashMap<>());
        Bearer old = there.get(life.machine());
        if (old == null) {
            moves++;
            claims.taken(life, ip, there);
        } else if (old.wasKeptFor(life)) {
            tally.count("taken over from a former life");
        }
        judge.ifPresent(present -> present.bound(life, ip));
        there.put(life.machine(), new Bearer(life, ip, server, Optional.ofNullable(old), timeline.now()));
    }

    void gone(Machine machine, VirtualIp ip) {
        Map<Machine, Bearer> there = bearers.getOrDefault(ip, new HashMap<>());
        there.remove(machine);
        if (there.isEmpty()) {
            bearers.remove(ip);
        }
        moves++;
    }

    void extended(Machine machine, VirtualIp ip) {
        Optional.ofNullable(bearers.get(ip)).map(there -> there.get(machine)).ifPresent(Bearer::extended);
    }

    /// Some address that is on the host.
    Optional<VirtualIp> firstOn(Machine machine) {
        return bearers.keySet().stream()
                .filter(ip -> hosts(ip).contains(machine))
                .findFirst();
    }

    /// Who has each address.
    Map<VirtualIp, Map<Machine, Bearer>> bearers() {
        return bearers;
    }

    /// How often an address came or went so far.
    long moves() {
        return moves;
    }

    List<Machine> hosts(VirtualIp ip) {
        return Optional.ofNullable(bearers.get(ip))
                .map(there -> List.copyOf(there.keySet()))
                .orElse(List.of());
    }

    void check() {
        tally.countCheck();
        if (judge.isPresent()) {
            judge.get().check(bearers);
            return;
        }
        View truth = server.truth();
        bearers.forEach((ip, all) -> {
            Map<Machine, Bearer> there = audible(ip, all);
            there.forEach((machine, bearer) -> check(ip, machine, bearer, truth));
            if (there.size() > 1) {
                checkSingle(ip, there);
            }
        });
    }

    private Map<Machine, Bearer> audible(VirtualIp ip, Map<Machine, Bearer> all) {
        if (all.keySet().stream().noneMatch(machine -> machine.kernel().isSilent(ip))) {
            return all;
        }
        var audible = new LinkedHashMap<>(all);
        audible.keySet().removeIf(machine -> machine.kernel().isSilent(ip));
        tally.count("bound and silent");
        return audible;
    }

    private void check(VirtualIp ip, Machine machine, Bearer bearer, View truth) {
        Standing standing = bearer.standing(Optional.ofNullable(truth.marks().get(ip)));
        if (standing == Standing.NONE) {
            throw fault(ip + " is on " + machine.name() + ", and " + bearer + "; the mark is "
                    + truth.marks().get(ip));
        }
        if (standing == Standing.HELD_OVER && bearer.holdsOver()) {
            tally.count("held over");
        }
    }

    private void checkSingle(VirtualIp ip, Map<Machine, Bearer> there) {
        List<String> owners = new ArrayList<>();
        there.forEach((machine, bearer) -> {
            if (!bearer.isAdrift()) {
                excuse(bearer, there.keySet()).ifPresentOrElse(tally::count, () -> owners.add(machine.name()));
            }
        });
        if (owners.size() > 1) {
            throw fault(ip + " is on " + owners);
        }
    }

    /// Why the address may be on another host as well, if it may.
    private Optional<String> excuse(Bearer bearer, Set<Machine> all) {
        if (bearer.isExtended()) {
            return Optional.of("excused double: lifetime extended");
        }
        if (bearer.isOfForgottenStore()) {
            return Optional.of("excused double: held over, and the store went back");
        }
        Optional<Duration> ended = bearer.lease().flatMap(server::endedEarly);
        if (ended.filter(end -> bearer.since().compareTo(end) >= 0).isPresent()) {
            return Optional.of("excused double: lease ended early, bound only after that");
        }
        if (ended.filter(end ->
                        all.stream().anyMatch(machine -> machine.wasMuteSince(end)) || claims.wereApartSince(all, end))
                .isPresent()) {
            return Optional.of("excused double: lease ended early, and no answer came through");
        }
        return Optional.empty();
    }

    private AssertionError fault(String what) {
        return new AssertionError("at " + timeline.now().toMillis() + " ms: " + what);
    }
}
