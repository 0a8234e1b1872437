package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/// Orders membership views and messages. A message is delivered if its sender has been a member ever since it was
/// sent. A message that arrives before the membership view under which it was sent waits for it. Not thread-safe.
final class ViewOrderedDelivery {

    private static final int REMEMBERED_VIEWS = 64;

    /// Earlier membership views, oldest first, each with the number of those before it.
    private final Map<MembershipViewId, Long> views = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MembershipViewId, Long> eldest) {
            return size() > REMEMBERED_VIEWS;
        }
    };

    /// The members, and since which membership view each is one.
    private final Map<MemberId, Long> memberSince = new HashMap<>();

    private final Queue<IncomingMessage> waiting = new ArrayDeque<>();

    private long count;
    private long number = Long.MIN_VALUE;

    /// A message that was received.
    @SuppressWarnings("ArrayRecordComponent")
    record IncomingMessage(MemberId from, MembershipViewId sentIn, byte[] message) {}

    /// What happens to a message.
    enum Fate {
        DELIVER,
        WAIT,
        DROP
    }

    /// Takes the next membership view. After a merge, earlier messages do not count: some may have been lost.
    ///
    /// @return the messages that waited, and what happens to them now
    Map<IncomingMessage, Fate> viewChanged(MembershipView membershipView, MembershipViewId id) {
        long now = ++count;
        number = membershipView.number();
        views.put(id, now);
        if (membershipView.isMerged()) {
            memberSince.clear();
        }
        memberSince.keySet().retainAll(membershipView.members());
        for (MemberId memberId : membershipView.members()) {
            memberSince.putIfAbsent(memberId, now);
        }
        Map<IncomingMessage, Fate> fates = new LinkedHashMap<>();
        for (IncomingMessage incomingMessage : List.copyOf(waiting)) {
            Fate fate = fate(incomingMessage);
            if (fate != Fate.WAIT) {
                waiting.remove(incomingMessage);
                fates.put(incomingMessage, fate);
            }
        }
        return fates;
    }

    /// Takes a message, and keeps it if it has to wait.
    Fate accept(IncomingMessage incomingMessage) {
        Fate fate = fate(incomingMessage);
        if (fate == Fate.WAIT) {
            waiting.add(incomingMessage);
        }
        return fate;
    }

    private Fate fate(IncomingMessage incomingMessage) {
        Long sentUnder = views.get(incomingMessage.sentIn());
        if (sentUnder == null) {
            return incomingMessage.sentIn().number() > number ? Fate.WAIT : Fate.DROP;
        }
        Long since = memberSince.get(incomingMessage.from());
        return since != null && sentUnder >= since ? Fate.DELIVER : Fate.DROP;
    }
}
