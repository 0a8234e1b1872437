package io.yaim.store.multicast.coordinator;

import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import io.yaim.store.multicast.protocol.GroupMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// When each member confirmed that it still follows, and the requests about leases that wait until enough members
/// have. A later poll also serves for the earlier ones.
///
/// It has no thread and no clock, and is not thread-safe.
final class HeartbeatRounds {

    private final Deque<WaitingRequest> waiting = new ArrayDeque<>();
    private final Map<MemberId, Long> acknowledged = new HashMap<>();
    private final TreeMap<Long, Duration> sentAt = new TreeMap<>();
    private long last;

    /// @param number of the first poll that was sent after the request came
    record WaitingRequest(long number, MemberId from, GroupMessage.RequestMessage requestMessage) {}

    /// Returns the number of a poll that is sent now.
    long start(Duration now) {
        last++;
        sentAt.put(last, now);
        return last;
    }

    /// Lets the request wait for a poll that is sent now.
    long start(MemberId from, GroupMessage.RequestMessage requestMessage, Duration now) {
        waiting.add(new WaitingRequest(last + 1, from, requestMessage));
        return start(now);
    }

    void acknowledge(MemberId from, long number) {
        acknowledged.merge(from, number, Math::max);
    }

    void retainMembers(MembershipView membershipView) {
        acknowledged.keySet().retainAll(membershipView.members());
    }

    /// The last poll that each member has confirmed.
    Map<MemberId, Long> acknowledged() {
        return acknowledged;
    }

    /// Whether the member has confirmed a poll that was sent after this moment.
    boolean hasAcknowledgedSince(MemberId memberId, Duration moment) {
        Duration sent = sentAt.get(acknowledged.getOrDefault(memberId, 0L));
        return sent != null && sent.compareTo(moment) > 0;
    }

    /// Removes the requests whose poll enough members have confirmed, in their order.
    List<WaitingRequest> takeReached(long reached) {
        var taken = new ArrayList<WaitingRequest>();
        while (!waiting.isEmpty() && waiting.peek().number() <= reached) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    /// Forgets what was sent before this moment: no node waits for it any more.
    void forgetBefore(Duration moment) {
        sentAt.values().removeIf(sent -> sent.compareTo(moment) < 0);
        waiting.removeIf(each -> !sentAt.containsKey(each.number()));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
