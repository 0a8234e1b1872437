package io.yaim.store.multicast.participant;

import io.yaim.store.multicast.protocol.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The requests of one node to its coordinator that wait for a reply.
///
/// It has no thread and no clock, and is not thread-safe.
final class PendingRequests {

    private final Map<Long, PendingRequest> pending = new HashMap<>();
    private long lastId;
    private Optional<Duration> unansweredSince = Optional.empty();

    /// Returns the number that the reply will have.
    long register(PendingRequest pendingRequest) {
        lastId++;
        pending.put(lastId, pendingRequest);
        unansweredSince = unansweredSince.or(() -> Optional.of(pendingRequest.sentAt()));
        return lastId;
    }

    /// Removes the request with this number; empty: no thread waits for its reply any more.
    Optional<PendingRequest> take(long id) {
        unansweredSince = Optional.empty();
        return Optional.ofNullable(pending.remove(id));
    }

    /// No thread waits for the reply any more.
    void abandon(PendingRequest pendingRequest) {
        pending.values().remove(pendingRequest);
    }

    /// The coordinator of the requests is not followed any more.
    void failAll(String reason) {
        pending.values().forEach(pendingRequest -> pendingRequest.complete(new Reply.Rejected(reason)));
        pending.clear();
        unansweredSince = Optional.empty();
    }

    /// Whether there has been no reply to any for so long.
    boolean areUnansweredFor(Duration time, Duration now) {
        return unansweredSince
                .filter(since -> now.minus(since).compareTo(time) >= 0)
                .isPresent();
    }
}
