package io.yaim.store.multicast.participant;

import io.yaim.store.multicast.protocol.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The questions of one node that are under way to its coordinator.
///
/// Knows no thread and no clock; not thread-safe.
final class PendingRequests {

    private final Map<Long, PendingRequest> pending = new HashMap<>();
    private long lastId;
    private Optional<Duration> unansweredSince = Optional.empty();

    /// Returns the number under which the answer comes.
    long register(PendingRequest pendingRequest) {
        lastId++;
        pending.put(lastId, pendingRequest);
        unansweredSince = unansweredSince.or(() -> Optional.of(pendingRequest.sentAt()));
        return lastId;
    }

    /// What was asked; empty: nobody waits for that answer any more.
    Optional<PendingRequest> take(long id) {
        unansweredSince = Optional.empty();
        return Optional.ofNullable(pending.remove(id));
    }

    /// Whoever asked does not wait any more.
    void abandon(PendingRequest pendingRequest) {
        pending.values().remove(pendingRequest);
    }

    /// Whoever was asked is not followed any more.
    void failAll(String reason) {
        pending.values().forEach(pendingRequest -> pendingRequest.complete(new Reply.Rejected(reason)));
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
