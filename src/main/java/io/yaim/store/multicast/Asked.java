package io.yaim.store.multicast;

import java.time.Duration;
import java.util.Optional;

/// A question under way to a coordinator, until there is a reply to it, or whoever asked does not wait any more.
final class Asked {

    private final Request request;
    private final Duration sent;
    private Optional<Reply> reply = Optional.empty();

    Asked(Request request, Duration sent) {
        this.request = request;
        this.sent = sent;
    }

    Request request() {
        return request;
    }

    Duration sent() {
        return sent;
    }

    Optional<Reply> reply() {
        return reply;
    }

    void answer(Reply answer) {
        reply = Optional.of(answer);
    }
}
