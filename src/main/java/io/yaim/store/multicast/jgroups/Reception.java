package io.yaim.store.multicast.jgroups;

import io.yaim.store.multicast.Roll;
import io.yaim.store.multicast.Seat;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/// Brings rolls and messages into one order: a message is handed on while its sender has been on the roll
/// ever since he sent it; one that comes before the roll it was sent under waits. Not for several threads.
final class Reception {

    private static final int REMEMBERED_ROLLS = 64;

    /// The rolls we had, oldest first, each with how many came before it.
    private final Map<RollId, Long> rolls = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RollId, Long> eldest) {
            return size() > REMEMBERED_ROLLS;
        }
    };

    /// Who is on the roll, and since which.
    private final Map<Seat, Long> present = new HashMap<>();

    private final Queue<Letter> waiting = new ArrayDeque<>();

    private long count;
    private long number = Long.MIN_VALUE;

    /// A message on its way in.
    @SuppressWarnings("ArrayRecordComponent")
    record Letter(Seat from, RollId under, byte[] message) {}

    /// What becomes of a letter.
    enum Fate {
        DELIVER,
        WAIT,
        DROP
    }

    /// Goes over to a roll. After a merge nobody's earlier messages count: some may have been lost.
    ///
    /// @return those who waited, and their fate now
    Map<Letter, Fate> turn(Roll roll, RollId id) {
        long now = ++count;
        number = roll.number();
        rolls.put(id, now);
        if (roll.isMerged()) {
            present.clear();
        }
        present.keySet().retainAll(roll.seats());
        for (Seat seat : roll.seats()) {
            present.putIfAbsent(seat, now);
        }
        Map<Letter, Fate> fates = new LinkedHashMap<>();
        for (Letter letter : List.copyOf(waiting)) {
            Fate fate = fate(letter);
            if (fate != Fate.WAIT) {
                waiting.remove(letter);
                fates.put(letter, fate);
            }
        }
        return fates;
    }

    /// Takes a letter in; one that waits is kept.
    Fate take(Letter letter) {
        Fate fate = fate(letter);
        if (fate == Fate.WAIT) {
            waiting.add(letter);
        }
        return fate;
    }

    private Fate fate(Letter letter) {
        Long sentUnder = rolls.get(letter.under());
        if (sentUnder == null) {
            return letter.under().number() > number ? Fate.WAIT : Fate.DROP;
        }
        Long since = present.get(letter.from());
        return since != null && sentUnder >= since ? Fate.DELIVER : Fate.DROP;
    }
}
