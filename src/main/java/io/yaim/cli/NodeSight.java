package io.yaim.cli;

import io.yaim.api.Sight;
import io.yaim.model.View;
import io.yaim.status.Picture;
import io.yaim.status.Status;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Predicate;

/// The picture that a running node has.
record NodeSight(Status status) implements Sight {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Override
    public Picture look() {
        return status.picture();
    }

    @Override
    public void await(Predicate<View> shown) throws InterruptedIOException {
        try {
            status.await(shown, PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before it was seen to take effect");
        }
    }
}
