package io.yaim.store.multicast.coordinator;

import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.protocol.GroupMessage;
import io.yaim.store.multicast.protocol.Outbox;
import io.yaim.store.multicast.protocol.Term;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects the reports of the members at the beginning of a term. A member that reports follows no other coordinator
/// from then on.
///
/// It has no thread and no clock, and is not thread-safe.
final class StateCollection {

    /// The request for a report is repeated, because it is lost if it arrives before the membership view.
    private static final Duration RESEND_INTERVAL = Duration.ofMillis(50);

    private final Term term;
    private final Duration ttl;
    private final Outbox out;
    private final Duration startedAt;
    private final Map<MemberId, ReceivedReport> received = new HashMap<>();
    private MembershipView membershipView;
    private Duration called;

    /// @param receivedAt when it arrived
    record ReceivedReport(GroupMessage.Report report, Duration receivedAt) {}

    /// Requests a report of each member.
    StateCollection(Term term, MembershipView membershipView, Duration ttl, Outbox out, Duration now) {
        this.term = term;
        this.membershipView = membershipView;
        this.ttl = ttl;
        this.out = out;
        startedAt = now;
        called = now;
        requestReports();
    }

    void called(MembershipView next, List<MemberId> newcomers) {
        membershipView = next;
        received.keySet().retainAll(next.members());
        newcomers.forEach(memberId -> out.send(memberId, new GroupMessage.ReportRequest(term)));
    }

    void addReport(MemberId from, GroupMessage.Report report, Duration now) {
        received.put(from, new ReceivedReport(report, now));
    }

    /// To be called at [#nextTick] at the latest.
    void tick(Duration now) {
        if (nextTick().compareTo(now) <= 0) {
            called = now;
            requestReports();
        }
    }

    Duration nextTick() {
        return called.plus(RESEND_INTERVAL);
    }

    private void requestReports() {
        for (MemberId memberId : membershipView.members()) {
            if (!received.containsKey(memberId)) {
                out.send(memberId, new GroupMessage.ReportRequest(term));
            }
        }
    }

    Map<MemberId, ReceivedReport> received() {
        return received;
    }

    List<GroupMessage.Report> reports() {
        return received.values().stream().map(ReceivedReport::report).toList();
    }

    /// The ttl of leases.
    Duration ttl() {
        return ttl;
    }

    /// Whether all members have reported.
    boolean isComplete() {
        return received.keySet().containsAll(membershipView.members());
    }

    /// Whether it has lasted for the time of a lease.
    boolean isOverdue(Duration now) {
        return hasLasted(now, ttl);
    }

    boolean hasLasted(Duration now, Duration time) {
        return now.minus(startedAt).compareTo(time) >= 0;
    }
}
