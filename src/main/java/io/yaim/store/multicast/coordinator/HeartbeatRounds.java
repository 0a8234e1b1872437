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

/// Who said when that he still follows; and the questions about leases that wait until enough have said so. A
/// later poll serves for all before it.
///
/// Knows no thread and no clock; not thread-safe.
final class HeartbeatRounds {

    private final Deque<WaitingRequest> waiting = new ArrayDeque<>();
    private final Map<MemberId, Long> acknowledged = new HashMap<>();
    private final TreeMap<Long, Duration> sentAt = new TreeMap<>();
    private long last;

    /// @param number of the first poll that was sent after it came
    record WaitingRequest(long number, MemberId from, GroupMessage.RequestMessage requestMessage) {}

    /// Returns the number of a poll that is sent now.
    long start(Duration now) {
        last++;
        sentAt.put(last, now);
        return last;
    }

    /// Has the question wait for a poll that is sent now.
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

    /// The last poll that each has followed.
    Map<MemberId, Long> acknowledged() {
        return acknowledged;
    }

    /// Whether it has followed a poll that was sent after this moment.
    boolean hasAcknowledgedSince(MemberId memberId, Duration moment) {
        Duration sent = sentAt.get(acknowledged.getOrDefault(memberId, 0L));
        return sent != null && sent.compareTo(moment) > 0;
    }

    /// Removes those whose poll has enough followers, in their order.
    List<WaitingRequest> takeReached(long reached) {
        var taken = new ArrayList<WaitingRequest>();
        while (!waiting.isEmpty() && waiting.peek().number() <= reached) {
            taken.add(waiting.remove());
        }
        return taken;
    }

    /// Forgets what was sent before this moment: nobody waits for it any more.
    void forgetBefore(Duration moment) {
        sentAt.values().removeIf(sent -> sent.compareTo(moment) < 0);
        waiting.removeIf(each -> !sentAt.containsKey(each.number()));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
