package io.yaim.sim;

import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What must hold whatever happens; judged by store, kernels and clocks as they are, after each change of any
/// of them:
///
/// - no address is on two hosts;
/// - each address that is bound has a mark with its binder's name on the lease that the binder had when it
///   bound it;
/// - and that lease still proves it.
///
/// Two promises must be kept for that which are not yaim's to keep. While the store has broken its own about
/// a lease, by ending it early or by being restored, the mark proves nothing, and doubles after an early end
/// are counted apart. While somebody else has given an address a longer lifetime, nothing is asked of that
/// address on that host.
final class Invariants {

    private final Timeline timeline;
    private final Server server;
    private final Tally tally;
    private final Map<VirtualIp, Map<Machine, Bearer>> bearers = new TreeMap<>();
    private long moves;

    /// Who bound an address, by which lease, and whether somebody else changed its lifetime since.
    private record Bearer(Life life, Optional<LeaseId> lease, boolean isExtended) {}

    Invariants(Timeline timeline, Server server, Tally tally) {
        this.timeline = timeline;
        this.server = server;
        this.tally = tally;
    }

    void bound(Life life, VirtualIp ip) {
        var bearer = new Bearer(life, life.proofs().latest(), false);
        Bearer old = bearers.computeIfAbsent(ip, _ -> new LinkedHashMap<>()).put(life.machine(), bearer);
        if (old == null) {
            moves++;
        }
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
        Optional.ofNullable(bearers.get(ip))
                .ifPresent(there ->
                        there.computeIfPresent(machine, (_, bearer) -> new Bearer(bearer.life, bearer.lease, true)));
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
        Map<VirtualIp, Mark> marks = server.truth().marks();
        bearers.forEach((ip, there) -> {
            there.forEach((machine, bearer) -> check(ip, machine, bearer, Optional.ofNullable(marks.get(ip))));
            if (there.size() > 1) {
                checkSingle(ip, there);
            }
        });
    }

    private void checkSingle(VirtualIp ip, Map<Machine, Bearer> there) {
        List<String> owners = new ArrayList<>();
        there.forEach((machine, bearer) -> {
            boolean isExcused = bearer.isExtended
                    || bearer.lease.filter(server::isEndedEarly).isPresent();
            if (!isExcused) {
                owners.add(machine.name());
            }
        });
        if (owners.size() > 1) {
            throw fault(ip + " is on " + owners);
        }
        tally.count("excused double");
    }

    private void check(VirtualIp ip, Machine machine, Bearer bearer, Optional<Mark> mark) {
        if (bearer.isExtended) {
            return;
        }
        LeaseId lease =
                bearer.lease.orElseThrow(() -> fault(ip + " was bound by " + machine.name() + " without lease"));
        if (!bearer.life.proofs().provesNow(lease)) {
            throw fault(ip + " is on " + machine.name() + ", whose proof by lease " + lease + " has ended");
        }
        boolean isMine = mark.filter(
                        present -> present.hangsOn(lease) && present.owner().equals(bearer.life.name()))
                .isPresent();
        if (!isMine && !server.isBroken(lease)) {
            throw fault(ip + " is on " + machine.name() + " by lease " + lease + ", but the mark is " + mark);
        }
    }

    private AssertionError fault(String what) {
        return new AssertionError("at " + timeline.now().toMillis() + " ms: " + what);
    }
}
