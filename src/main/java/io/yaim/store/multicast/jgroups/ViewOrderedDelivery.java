package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.group.MemberId;
import io.yaim.store.multicast.group.MembershipView;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/// Brings rolls and messages into one order: a message is handed on while its sender has been on the roll
/// ever since he sent it; one that comes before the roll it was sent under waits. Not for several threads.
final class ViewOrderedDelivery {

    private static final int REMEMBERED_VIEWS = 64;

    /// The rolls we had, oldest first, each with how many came before it.
    private final Map<MembershipViewId, Long> views = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MembershipViewId, Long> eldest) {
            return size() > REMEMBERED_VIEWS;
        }
    };

    /// Who is on the roll, and since which.
    private final Map<MemberId, Long> memberSince = new HashMap<>();

    private final Queue<IncomingMessage> waiting = new ArrayDeque<>();

    private long count;
    private long number = Long.MIN_VALUE;

    /// A message on its way in.
    @SuppressWarnings("ArrayRecordComponent")
    record IncomingMessage(MemberId from, MembershipViewId sentIn, byte[] message) {}

    /// What becomes of a letter.
    enum Fate {
        DELIVER,
        WAIT,
        DROP
    }

    /// Goes over to a roll. After a merge nobody's earlier messages count: some may have been lost.
    ///
    /// @return those who waited, and their fate now
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

    /// Takes a letter in; one that waits is kept.
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
