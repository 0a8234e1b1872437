package io.yaim.store.multicast;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The questions of one node that are under way to its coordinator.
///
/// Knows no thread and no clock; not thread-safe.
final class Questions {

    private final Map<Long, Asked> pending = new HashMap<>();
    private long lastId;
    private Optional<Duration> unansweredSince = Optional.empty();

    /// Returns the number under which the answer comes.
    long open(Asked asked) {
        lastId++;
        pending.put(lastId, asked);
        unansweredSince = unansweredSince.or(() -> Optional.of(asked.sent()));
        return lastId;
    }

    /// What was asked; empty: nobody waits for that answer any more.
    Optional<Asked> close(long id) {
        unansweredSince = Optional.empty();
        return Optional.ofNullable(pending.remove(id));
    }

    /// Whoever asked does not wait any more.
    void abandon(Asked asked) {
        pending.values().remove(asked);
    }

    /// Whoever was asked is not followed any more.
    void fail(String reason) {
        pending.values().forEach(asked -> asked.answer(new Reply.NotNow(reason)));
        pending.clear();
        unansweredSince = Optional.empty();
    }

    /// Whether there has been no answer to any for so long.
    boolean areUnansweredFor(Duration time, Duration now) {
        return unansweredSince
                .filter(since -> now.minus(since).compareTo(time) >= 0)
                .isPresent();
    }
}
