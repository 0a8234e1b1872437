package io.yaim.store.multicast.participant;

import io.yaim.store.multicast.protocol.Reply;
import io.yaim.store.multicast.protocol.Request;
import java.time.Duration;
import java.util.Optional;

/// A request to a coordinator, until it has a reply, or no thread waits for it any more.
public final class PendingRequest {

    private final Request request;
    private final Duration sentAt;
    private Optional<Reply> reply = Optional.empty();

    PendingRequest(Request request, Duration sent) {
        this.request = request;
        this.sentAt = sent;
    }

    Request request() {
        return request;
    }

    Duration sentAt() {
        return sentAt;
    }

    public Optional<Reply> reply() {
        return reply;
    }

    void complete(Reply answer) {
        reply = Optional.of(answer);
    }
}
