package io.yaim.store.multicast;

import io.yaim.store.DecodedSnapshot;
import io.yaim.store.multicast.participant.Participant;
import io.yaim.store.multicast.participant.PendingRequest;
import io.yaim.store.multicast.protocol.Reply;
import io.yaim.store.multicast.protocol.Request;
import io.yaim.store.spi.StoreCallbacks;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Runs the steps of this node's role one at a time, and lets threads wait for the replies of the coordinator.
final class CoordinatorClient {

    private final NodeRole nodeRole;
    private final PresentChannel presentChannel;
    private final SendQueue sendQueue;
    private final Monitor monitor;
    private final Supplier<Duration> clock;
    private final StoreCallbacks callbacks;
    private long lastRungRevision; // guarded by monitor

    CoordinatorClient(
            NodeRole nodeRole,
            PresentChannel presentChannel,
            SendQueue sendQueue,
            Monitor monitor,
            Supplier<Duration> clock,
            StoreCallbacks callbacks) {
        this.nodeRole = nodeRole;
        this.presentChannel = presentChannel;
        this.sendQueue = sendQueue;
        this.monitor = monitor;
        this.clock = clock;
        this.callbacks = callbacks;
    }

    /// Runs one step exclusively, sends its messages, and rings the bell if it changed what is committed.
    <T> T run(Supplier<T> step) {
        T result = monitor.runExclusively(step);
        sendQueue.flush();
        boolean isNews = monitor.runExclusively(() -> {
            long revision = nodeRole.participant()
                    .snapshot()
                    .map(DecodedSnapshot::revision)
                    .orElse(0L);
            boolean hasChanged = revision != lastRungRevision;
            lastRungRevision = revision;
            return hasChanged;
        });
        if (isNews) {
            callbacks.bell().run();
        }
        return result;
    }

    /// Sends a request, and waits for the reply.
    ///
    /// @param operation names it in messages and metrics
    /// @throws IOException it was rejected, or not answered in time; it may take effect all the same
    Reply request(String operation, Request request, Duration until) throws IOException {
        Duration sent = clock.get();
        Participant participant = nodeRole.participant();
        PendingRequest pendingRequest = run(() -> participant.ask(request, clock.get()));
        monitor.await(() -> pendingRequest.reply().isPresent(), Optional.of(until));
        Optional<Reply> reply = monitor.runExclusively(() -> {
            participant.abandon(pendingRequest);
            return pendingRequest.reply();
        });
        Optional<String> failure = reply.isEmpty()
                ? Optional.of("no answer in time")
                : reply.get() instanceof Reply.Rejected(var reason) ? Optional.of(reason) : Optional.empty();
        callbacks
                .listener()
                .requestCompleted(
                        operation, clock.get().minus(sent), failure.map(_ -> reply.isEmpty() ? "TIMEOUT" : "NOT_NOW"));
        if (reply.isEmpty()) {
            monitor.runExclusively(() -> participant.silentCoordinator(clock.get()))
                    .ifPresent(presentChannel::suspect);
        }
        if (failure.isPresent()) {
            throw new IOException(operation + ": " + failure.get());
        }
        return reply.orElseThrow();
    }
}
