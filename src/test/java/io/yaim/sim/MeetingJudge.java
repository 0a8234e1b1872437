package io.yaim.sim;

import io.yaim.model.LeaseId;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What must hold where the nodes keep the store themselves:
///
/// - where a majority decides no address is ever on two hosts, whatever hears whom;
/// - else none is on two hosts that have been together for one lease time: each heard the other, and nobody who was
///   there and answered was taken off a roll. Stopped or dead processes divide nobody: their addresses are to be gone
///   before others have them;
/// - nothing is bound but what the last look at the store showed as one's own, on the lease that one has;
/// - nothing is bound past the proof.
final class MeetingJudge {

    /// The marks of both parts were granted before they were one.
    private static final Duration SLACK = Duration.ofMillis(200);

    private final Meeting meeting;
    private final Tally tally;

    MeetingJudge(Meeting meeting, Tally tally) {
        this.meeting = meeting;
        this.tally = tally;
    }

    void bound(Life life, VirtualIp ip) {
        Optional<LeaseId> lease = life.proofs().latest();
        boolean isShown = life.store() instanceof MeetingStore store
                && lease.filter(held -> store.shows(ip, held)).isPresent();
        if (!isShown) {
            throw fault(life.machine().name() + " binds " + ip + ", which is not marked as its own on " + lease);
        }
    }

    void check(Map<VirtualIp, Map<Machine, Bearer>> bearers) {
        bearers.forEach((ip, there) -> {
            var hosts = new ArrayList<Machine>();
            there.forEach((machine, bearer) -> {
                if (!bearer.isExtended()) {
                    checkProof(ip, machine, bearer);
                    hosts.add(machine);
                }
            });
            if (hosts.size() > 1) {
                checkSingle(ip, hosts, there);
            }
        });
    }

    private void checkProof(VirtualIp ip, Machine machine, Bearer bearer) {
        boolean isProven =
                bearer.lease().filter(bearer.life().proofs()::provesNow).isPresent();
        if (!isProven) {
            throw fault(ip + " is on " + machine.name() + ", and " + bearer);
        }
    }

    private void checkSingle(VirtualIp ip, List<Machine> hosts, Map<Machine, Bearer> there) {
        for (int i = 0; i < hosts.size(); i++) {
            for (int j = i + 1; j < hosts.size(); j++) {
                Machine one = hosts.get(i);
                Machine other = hosts.get(j);
                Duration together = meeting.ways().together(one.name(), other.name());
                tally.took("two have it, that have been together", together);
                tally.count(together.isZero() ? "doubles across parts" : "doubles after parts were one");
                if (meeting.needsMajority() || together.compareTo(tolerance()) > 0) {
                    throw fault(ip + " is on " + one.name() + " and " + other.name() + ", which have been together for "
                            + together + "; " + there.get(one) + "; " + there.get(other));
                }
            }
        }
    }

    private Duration tolerance() {
        return meeting.ttl().plus(SLACK);
    }

    private AssertionError fault(String what) {
        return new AssertionError("at " + meeting.timeline().now().toMillis() + " ms: " + what);
    }
}
