package io.yaim.daemon;

import io.yaim.api.StatusSource;
import io.yaim.model.View;
import io.yaim.status.StatusSnapshot;
import io.yaim.status.StatusTracker;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Predicate;

/// The status snapshots of a running node.
record NodeStatusSource(StatusTracker statusTracker) implements StatusSource {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Override
    public StatusSnapshot snapshot() {
        return statusTracker.snapshot();
    }

    @Override
    public void awaitView(Predicate<View> shown) throws InterruptedIOException {
        try {
            statusTracker.await(shown, PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before the change was seen");
        }
    }
}
